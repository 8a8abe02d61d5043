"""Sections, each with its piece → the PDF: pages numbered, links and bookmarks led to their places, fonts put in."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Array, Name, Object, Page, Pdf

from kalyp.model.core import Lowered
from kalyp.model.sections import Section
from kalyp.write.pdf.faces import Faces
from kalyp.write.pdf.join import Joint
from kalyp.write.pdf.outlines import Bookmark, nest
from kalyp.write.pdf.section import FOLIO, Mark, PageNotes, Piece
from kalyp.write.stamp import origin_of, stamps

ELSEWHERE = "piece:"  # how links begin that lead to another document of a pack


class UnknownAnchor(Exception):
    """A link to what isn't in the document."""


@dataclass(frozen=True, slots=True)
class _Set:
    """A page that has its place: its number from 1."""

    number: int
    page: Page
    notes: PageNotes


def stitch(lowered: Lowered, parts: Sequence[tuple[Section, Piece]], faces: Faces) -> tuple[bytes, int]:
    """Make one PDF of the sections. Returns it and its number of pages. Raises UnknownAnchor."""
    with Joint(_first(lowered.document)) as joint:
        shared = _Shared(joint.pdf, faces)
        pages: list[_Set] = []
        for part, piece in parts:
            if part.right and len(joint.pdf.pages) % 2:
                joint.add_blank()
            first = len(joint.pdf.pages) + 1
            added = joint.add(joint.open(piece.pdf), Name.Sect)
            shared.lend(added[0], piece.faces)
            pages += [
                _Set(number, page, notes) for number, (page, notes) in enumerate(zip(added, piece.pages, strict=True), first)
            ]
        count = len(joint.pdf.pages)
        anchors = _Anchors(pages)
        for placed in pages:
            _lead(placed, anchors)
            _stamp(joint.pdf, placed, anchors, lowered, count, shared)
        bookmarks = nest(
            (heading.level, Bookmark(f"{heading.number} {heading.text.plain}".strip(), anchors.destination(heading.anchor)))
            for part, _ in parts
            for heading in part.headings
            if heading.listed
        )
        words = {"title": lowered.title.plain, "subject": lowered.subject.plain, "date": lowered.date}
        told = stamps(origin_of(lowered))
        return joint.save(bookmarks, language=lowered.languages[0], **words, told=told), count


def _first(document: str) -> int:
    """Where a document's numbers of pages and annotations begin: far from those of others, so that packs can keep them."""
    return zlib.crc32(document.encode()) % 100_000 * 10_000


class _Anchors:
    """Where everything stands that has an id; the first of two wins."""

    def __init__(self, pages: Sequence[_Set]) -> None:
        self._found: dict[str, tuple[_Set, tuple[float, float]]] = {}
        for placed in pages:
            for name, place in placed.notes.anchors.items():
                self._found.setdefault(name, (placed, place))

    def number(self, name: str) -> int:
        """The number of the page with an anchor. Raises UnknownAnchor."""
        return self._find(name)[0].number

    def destination(self, name: str) -> Array:
        """Where an anchor is, as links and bookmarks say it. Raises UnknownAnchor."""
        placed, (x, y) = self._find(name)
        return Array([placed.page.obj, Name.XYZ, x, y, 0])

    def _find(self, name: str) -> tuple[_Set, tuple[float, float]]:
        if name not in self._found:
            raise UnknownAnchor(name)
        return self._found[name]


class _Shared:
    """The faces in the file, each put in once, when it is first asked for."""

    def __init__(self, pdf: Pdf, faces: Faces) -> None:
        self._pdf, self.faces = pdf, faces
        self._embedded: dict[int, Object] = {}

    def __getitem__(self, place: int) -> Object:
        if place not in self._embedded:
            self._embedded[place] = self.faces.embed(self._pdf, place)
        return self._embedded[place]

    def lend(self, page: Page, names: Mapping[str, int]) -> None:
        """Give the pages of a piece, which have one dictionary of fonts, the faces by the names that they call them."""
        fonts = page.obj.Resources.Font
        for name, place in names.items():
            fonts[f"/{name}"] = self[place]


def _lead(placed: _Set, anchors: _Anchors) -> None:
    """Give the links of a page their destinations; those that lead out of the document keep their address."""
    for index, target in enumerate(placed.notes.links):
        if not target.startswith(ELSEWHERE):
            link = placed.page.obj.Annots[index]
            del link.A
            link.Dest = anchors.destination(target)


def _stamp(pdf: Pdf, placed: _Set, anchors: _Anchors, lowered: Lowered, pages: int, shared: _Shared) -> None:
    """Write the numbers on a page: its own with the words around it, and those of the pages that it names."""
    if not placed.notes.marks:
        return
    page = placed.page.obj
    own = " / ".join(
        wording.plain.replace("{page}", str(placed.number)).replace("{pages}", str(pages)) for wording in lowered.page_of.wordings
    )
    drawn: list[str] = []
    # The page's own number follows its foot, which is the last that is drawn.
    for mark in sorted(placed.notes.marks, key=lambda mark: mark.target != FOLIO):
        page.Resources.Font[_called(mark)] = shared[mark.face]
        drawn += _drawn(mark, own if mark.target == FOLIO else str(anchors.number(mark.target)), shared.faces)
    content = "\n".join(["/Artifact BMC", *drawn, "EMC"]).encode("ascii")
    page.Contents = Array([page.Contents, pdf.make_indirect(pdf.make_stream(content))])


def _called(mark: Mark) -> str:
    return f"/Number{mark.face}"


def _drawn(mark: Mark, words: str, faces: Faces) -> Iterator[str]:
    """A line of text that ends at a mark."""
    face = faces[mark.face]
    left = mark.right - face.width(words) * mark.size / 1000
    glyphs = "".join(f"{glyph:04x}" for glyph in face.encode(words))
    yield f"BT {_called(mark)} {mark.size:.3f} Tf {left:.3f} {mark.base:.3f} Td <{glyphs}> Tj ET"
