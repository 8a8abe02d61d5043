"""`Lowered` → one HTML page to read: it holds all that it needs, runs no script, and its fields are blanks.

The page begins with the title (or cover). The contents, wherever the document has them, stand beside the text; the text is cut
into chapters at its headings of level 2. Paper is left out: breaks have no meaning on a screen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Literal, TypeGuard

import jinja2
from lxml import etree
from markupsafe import Markup

from kalyp.model.core import Block, Box, Contents, Drawn, Heading, Lowered, Run
from kalyp.model.sections import Section, is_book
from kalyp.model.sections import sections as cut
from kalyp.write.figure import Metrics, svg
from kalyp.write.figure.measure import MM, Piece
from kalyp.write.layouts import environment
from kalyp.write.links import check, links
from kalyp.write.parts import Parts

_CHAPTER = 2  # the level of headings that begin a chapter
Kind = Literal["cover", "title", "chapter", "text", "contents", "up"]


@dataclass(frozen=True, slots=True)
class Part:
    """HTML of one kind: a `chapter` begins with its heading, which has the `anchor`; `text` goes on with what stands before it.

    `up` leads back to the `contents`.
    """

    kind: Kind
    html: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A section as a screen shows it, and the links in it."""

    parts: tuple[Part, ...]
    links: tuple[Run, ...]

    def pack(self) -> bytes:
        """The fragment as one file."""
        notes = {"parts": [astuple(part) for part in self.parts], "links": [(run.text, run.link) for run in self.links]}
        return json.dumps(notes, ensure_ascii=False).encode()

    @classmethod
    def unpack(cls, data: bytes) -> Fragment:
        """The fragment in a file."""
        notes = json.loads(data)
        parts = tuple(Part(*part) for part in notes["parts"])
        return cls(parts, tuple(Run(text, link=link) for text, link in notes["links"]))


@dataclass(frozen=True, slots=True)
class Chapter:
    """What stands under a heading of level 2, and that; what stands before the first of them has no anchor."""

    anchor: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a screen shows it. `head` is its title or, `covered`, its cover; what it lacks is empty."""

    head: Markup
    covered: bool
    contents: Markup
    up: Markup
    chapters: tuple[Chapter, ...]


def write(
    lowered: Lowered,
    layouts: Path,
    metrics: Metrics,
    *,
    sections: Sequence[Section] | None = None,
    parts: Parts | None = None,
) -> bytes:
    """Write a document with the templates in the folder `layouts`; `metrics` is what its figures are drawn with.

    `sections` are those of the document, if they are known already: then it needs no blocks, nor does a section that is in
    `parts`, where those of books are kept. The same document gives the same bytes, whatever is there. Raises Unwritable for a
    block that is none, and for a link that leads nowhere.
    """
    sections = cut(lowered) if sections is None else sections
    parts = parts if is_book(sections) else None
    templates = _templates(layouts, metrics)
    maker = _Maker(templates, lowered, sections)
    fragments = [maker.fragment(section, parts) for section in sections]
    check(chain.from_iterable(fragment.links for fragment in fragments), sections)
    page = laid_out([part for fragment in fragments for part in fragment.parts])
    return templates.get_template("screen.html.j2").render(maker.seen, page=page).encode()


@lru_cache(maxsize=1)
def _templates(layouts: Path, metrics: Metrics) -> jinja2.Environment:
    """The templates, read once for the same metrics."""
    templates = environment(layouts)
    templates.filters["drawn"] = Drawing(metrics)
    return templates


class _Maker:
    """Makes the fragments of one document. `seen` is what templates know of it."""

    def __init__(self, templates: jinja2.Environment, lowered: Lowered, sections: Sequence[Section]) -> None:
        _, right, _, left = lowered.page.margins
        headings = tuple(heading for section in sections for heading in section.headings)
        lowered = replace(lowered, fillable=False, blocks=headings)
        self.seen = {"lowered": lowered, "room": lowered.page.width - left - right}
        self._macros: Any = templates.get_template("screen-core.html.j2").make_module(self.seen)

    def fragment(self, section: Section, parts: Parts | None) -> Fragment:
        """A section as it is made now, or as it is kept."""
        if parts is None:
            return self._made(section)
        return Fragment.unpack(parts.get(section, lambda: self._made(section).pack()))

    def _made(self, section: Section) -> Fragment:
        blocks = section.to_set()
        return Fragment(tuple(self._parts(blocks)), tuple(links(blocks)))

    def _parts(self, blocks: Sequence[Block]) -> Iterator[Part]:
        """What stands where."""
        covered = isinstance(blocks[0], Box) and blocks[0].style == "cover"
        if covered or (isinstance(blocks[0], Heading) and blocks[0].level < _CHAPTER):
            yield Part("cover" if covered else "title", self._html(blocks[:1]))
            blocks = blocks[1:]
        for contents in (block for block in blocks if isinstance(block, Contents)):
            yield Part("contents", str(self._macros.contents(contents)))
            yield Part("up", str(self._macros.up(contents)))
        text = [block for block in blocks if not isinstance(block, Contents)]
        starts = [place for place, block in enumerate(text) if _begins(block)]
        for start, end in pairwise([0, *starts, len(text)]):
            if start < end:
                first = text[start]
                html = self._html(text[start:end])
                yield Part("chapter", html, first.anchor) if _begins(first) else Part("text", html)

    def _html(self, blocks: Sequence[Block]) -> str:
        return str(self._macros.blocks(blocks))


def _begins(block: Block) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and block.level == _CHAPTER


def laid_out(parts: Sequence[Part]) -> Page:
    """What stands where. The contents stand beside the text, wherever the document has them."""
    head = next((part for part in parts[:1] if part.kind in ("cover", "title")), None)
    beside = {part.kind: part.html for part in reversed(parts) if part.kind in ("contents", "up")}
    chapters: list[tuple[str, list[str]]] = []
    for part in parts[1 if head else 0 :]:
        if part.kind in ("contents", "up"):
            continue
        if part.kind == "chapter" or not chapters:
            chapters.append((part.anchor, []))
        chapters[-1][1].append(part.html)
    return Page(
        _markup(head.html if head else ""),
        head is not None and head.kind == "cover",
        _markup(beside.get("contents", "")),
        _markup(beside.get("up", "")),
        tuple(Chapter(anchor, _markup("".join(texts))) for anchor, texts in chapters),
    )


def _markup(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - templates made it, and escaped what is in it


class Drawing:
    """Draws figures for a screen: as wide as there is room, in whatever font the reader has."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, figure: Drawn, room: float) -> Markup:
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
