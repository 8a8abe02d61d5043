"""`Lowered` → one HTML page to read: it holds all that it needs, runs no script, and its fields are blanks.

The page begins with the title (or cover). The contents, wherever the document has them, stand beside the text; the text is cut
into chapters at its headings of level 2. Paper is left out: breaks have no meaning on a screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

import jinja2
from lxml import etree
from markupsafe import Markup

from kalyp.model.core import Block, Box, Break, Contents, Figure, Heading, Lowered, Phrase, Run, Table
from kalyp.model.walk import walk
from kalyp.write.figure import Metrics, svg
from kalyp.write.figure.measure import MM, Piece
from kalyp.write.layouts import environment
from kalyp.write.unwritable import Unwritable

_CHAPTER = 2  # the level of headings that begin a chapter


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of level 2 with what follows it; what stands before the first of them has no title."""

    title: Heading | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a screen shows it. `head` is its title or, `covered`, its cover."""

    head: tuple[Block, ...]
    covered: bool
    contents: Contents | None
    chapters: tuple[Chapter, ...]


def write(lowered: Lowered, layouts: Path, metrics: Metrics) -> bytes:
    """Write a document with the templates in the folder `layouts`; `metrics` is what its figures are drawn with.

    The same document gives the same bytes. Raises Unwritable for a block that is none, and for a link that leads nowhere.
    """
    _check_links(lowered)
    left, right = lowered.page.margins[3], lowered.page.margins[1]
    html = _template(layouts, metrics).render(
        lowered=replace(lowered, fillable=False), page=laid_out(lowered.blocks), room=lowered.page.width - left - right
    )
    return html.encode()


@lru_cache(maxsize=1)
def _template(layouts: Path, metrics: Metrics) -> jinja2.Template:
    """The template of pages, read once for the same metrics."""
    templates = environment(layouts)
    templates.filters["drawn"] = Drawing(metrics)
    return templates.get_template("screen.html.j2")


def laid_out(blocks: Sequence[Block]) -> Page:
    """What stands where."""
    covered = bool(blocks) and isinstance(blocks[0], Box) and blocks[0].style == "cover"
    titled = bool(blocks) and isinstance(blocks[0], Heading) and blocks[0].level < _CHAPTER
    head, rest = (blocks[:1], blocks[1:]) if covered or titled else ((), blocks)
    contents = next((block for block in rest if isinstance(block, Contents)), None)
    text = [block for block in rest if block is not contents and not isinstance(block, Break)]
    return Page(tuple(head), covered, contents, tuple(_chapters(text)))


def _chapters(blocks: Sequence[Block]) -> Iterator[Chapter]:
    starts = [place for place, block in enumerate(blocks) if _begins(block)]
    for start, end in pairwise([0, *starts, len(blocks)]):
        if start < end:
            first = blocks[start]
            yield Chapter(first if _begins(first) else None, tuple(blocks[start:end]))


def _begins(block: Block) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and block.level == _CHAPTER


def _check_links(lowered: Lowered) -> None:
    parts = list(walk(lowered.blocks))
    anchors = {part.anchor for part in parts if isinstance(part, Heading | Table | Figure)}
    for phrase in (part for part in parts if isinstance(part, Phrase)):
        for run in _links(phrase):
            if run.link not in anchors:
                raise Unwritable(run, f"#{run.link} ({run.text})")


def _links(phrase: Phrase) -> Iterator[Run]:
    return (run for wording in phrase.wordings for run in wording.runs if run.link)


class Drawing:
    """Draws figures for a screen: as wide as there is room, in whatever font the reader has."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, figure: Figure, room: float) -> Markup:
        """A figure laid out in a room (mm), which the style sheet scales; read aloud it is its `alt`."""
        drawing = etree.fromstring(svg(figure, room, self._metrics))
        for name in ("width", "height", "font-family"):
            drawing.attrib.pop(name)
        drawing.set("role", "img")
        drawing.set("aria-label", figure.alt.plain)
        for text in drawing.iter("{*}text"):
            self._fit(text)
        return Markup(etree.tostring(drawing, encoding="unicode"))  # noqa: S704 - the texts in it are escaped

    def _fit(self, text: etree._Element) -> None:
        """Make a line as long as it was measured: the reader's font has other widths, and the words must stay in their frames."""
        pieces = [
            Piece(part.text or "", part.get("font-weight") == "bold", part.get("font-style") == "italic")
            for part in (list(text) or [text])
        ]
        length = self._metrics.width(pieces, float(text.get("font-size", "0")) / MM)
        text.set("textLength", f"{length:.2f}")
        text.set("lengthAdjust", "spacingAndGlyphs")
