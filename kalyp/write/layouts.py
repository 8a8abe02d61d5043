"""The folder `layouts/` → templates with the few filters that they use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from kalyp import state
from kalyp.model.core import PEN_LINE, Drawn, Field, Inline, Table
from kalyp.model.inline import plain
from kalyp.model.walk import fields, listed
from kalyp.write.figure import Metrics, svg
from kalyp.write.unwritable import Unwritable


def environment(layouts: Path, metrics: Metrics | None = None) -> jinja2.Environment:
    """The templates. Everything is escaped, and a name that isn't there is an error. `metrics`: what figures are drawn with.

    They are kept compiled in the build's own folder, beside the folder of layouts: each process needs them.
    """
    kept = layouts.parent / state.TEMPLATES
    kept.mkdir(parents=True, exist_ok=True)
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layouts),
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(kept)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        kind=_kind,
        ticks=_ticks,
        drawn=partial(_drawn, metrics),
        headings=listed,
        plain=plain,
        whole=_whole,
        short=_short,
        dense=_dense,
        unwritable=_unwritable,
    )
    return made


LONGEST_WHOLE = 20  # characters: what is longer may be wider than its column


def _whole(text: str) -> list[str]:
    """A text cut so that each second piece is one that is not to be divided at the end of a line."""
    found, rest = [], ""
    for piece in _WORDS.split(text):
        if _undivided(piece):
            found += [rest, piece]
            rest = ""
        else:
            rest += piece
    return [*found, rest]


_WORDS = re.compile(r"((?:\S|\xa0)+)")  # a space that does not break is within a word
_NUMBERED = re.compile(r"\d[-–]\w")


def _undivided(word: str) -> bool:
    """A number with what hangs on it (2.1-form, 0–2), or an abbreviation with capitals inside."""
    inner = any(one.islower() and other.isupper() for one, other in pairwise(word))
    return len(word) <= LONGEST_WHOLE and (inner or _NUMBERED.search(word) is not None)


def _short(table: Table) -> bool:
    """Whether a table stays whole on a page: a few rows, and no more room for a pen than a third of a page."""
    room = sum(max([row.height, *(field.lines * PEN_LINE for field in fields(row.cells))]) for row in table.body)
    return len(table.body) <= (FEW if table.head else 2 * FEW) and room <= SHORT


def _dense(table: Table) -> bool:
    """Whether a table to read has so many rows that it is set closer, to stay on its page."""
    return len(table.body) >= MANY and not any(row.height for row in table.body)


FEW, MANY, SHORT = 3, 15, 70  # rows; rows; mm


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _drawn(metrics: Metrics | None, figure: Drawn, room: float) -> Markup:
    """A figure as wide as there is room (mm). What its title says is read aloud in place of the words in it."""
    if metrics is None:
        raise Unwritable(figure)
    drawing = svg(figure, room, metrics)
    begin = drawing.index(">", drawing.index("<svg")) + 1
    return Markup(f"{drawing[:begin]}<title>{escape(figure.alt.plain)}</title>{drawing[begin:]}")  # noqa: S704 - made of escaped texts


def _ticks(items: Sequence[Inline]) -> Iterator[list[Inline]]:
    """The items of a paragraph of boxes, one list for each box with what follows it."""
    group: list[Inline] = []
    for item in items:
        if isinstance(item, Field) and item.value and group:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _unwritable(block: object) -> str:
    raise Unwritable(block)
