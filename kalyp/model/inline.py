"""Inline Markdown (bold and italic, no more) → runs."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

from kalyp.model.core import Run

_MARKDOWN = MarkdownIt("zero").enable("emphasis")


@lru_cache(maxsize=8192)
def runs(text: str) -> tuple[Run, ...]:
    """Split a text into runs of one style."""
    found: list[Run] = []
    bold = italic = 0
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        if token.type.startswith("strong"):
            bold += token.nesting
        elif token.type.startswith("em"):
            italic += token.nesting
        elif token.content:
            found.append(Run(token.content, bool(bold), bool(italic)))
    return tuple(found)


def plain(text: str) -> str:
    """The text without its markup."""
    return "".join(run.text for run in runs(text))
