"""Inline Markdown (bold, italic, and links inside the document) → runs."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

from kalyp.model.core import Run

_MARKDOWN = MarkdownIt("zero").enable("emphasis")
_LINKED = MarkdownIt("zero").enable(["emphasis", "link"])
_INSIDE = "](#"  # only links inside the document are links; an address of the web is printed as it stands


@lru_cache(maxsize=8192)
def runs(text: str) -> tuple[Run, ...]:
    """Split a text into runs of one style."""
    if not any(sign in text for sign in ("*", "_", _INSIDE)):  # most texts: to parse each takes a second in all
        return (Run(text),) if text else ()
    found: list[Run] = []
    bold = italic = 0
    link = ""
    for token in (_LINKED if _INSIDE in text else _MARKDOWN).parseInline(text)[0].children or []:
        if token.type.startswith("strong"):
            bold += token.nesting
        elif token.type.startswith("em"):
            italic += token.nesting
        elif token.type.startswith("link"):
            link = str(token.attrs.get("href", "")).removeprefix("#")
        elif token.content:
            found.append(Run(token.content, bool(bold), bool(italic), link))
    return tuple(found)


def links(text: str) -> list[str]:
    """What the links of a text lead to, as written but for the `#`."""
    return list(dict.fromkeys(run.link for run in runs(text) if run.link)) if _INSIDE in text else []


def plain(text: str) -> str:
    """The text without its markup."""
    return "".join(run.text for run in runs(text))
