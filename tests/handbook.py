"""The handbook of one language as it is built: its model, its files, and the tagged pieces of its PDF.

Where something really stands in the PDF is read from the tags, not from the links and bookmarks that tests look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from kalyp.lower.document import lower_document
from kalyp.model.core import Block, Caption, Contents, Figure, Heading, Lowered, Phrase, Table
from kalyp.model.document import Chapter, Document
from kalyp.model.walk import headings, listed, walk
from tests.built import Built
from tests.paritytext import _marked as marked_text
from tests.paritytext import squash
from tests.write.sample import said

HANDBOOK = "kg-handbook"
HEADINGS = ("H1", "H2", "H3", "H4")


@dataclass(frozen=True, slots=True)
class Piece:
    """A tagged element of a PDF: its kind (`H2`), its squashed text, the pages (from 1) of the text, where its links lead."""

    kind: str
    text: str
    pages: tuple[int, ...]
    leads: tuple[int, ...]


@dataclass(frozen=True)
class Book:
    """The handbook in one language."""

    built: Built
    language: str

    def path(self, form: str) -> Path:
        """Its file of a format."""
        rows = [row for row in self.built.rows if row["document"] == HANDBOOK and row["languages"] == [self.language]]
        (found,) = (row["path"] for row in rows if row["format"] == form)
        return self.built.root / str(found)

    @cached_property
    def document(self) -> Document:
        """What the editors wrote."""
        found = self.built.project.documents[HANDBOOK]
        assert isinstance(found, Document)
        return found

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """Its chapters by id."""
        return {chapter.id: chapter for chapter in self.built.project.chapters_of(self.document)}

    @cached_property
    def lowered(self) -> Lowered:
        """What its files were made of."""
        return self.alone(HANDBOOK)

    def alone(self, name: str) -> Lowered:
        """A document of the project in this language."""
        return lower_document(self.built.project, self.built.project.documents[name], (self.language,))

    @cached_property
    def contents(self) -> Contents:
        """Its table of contents."""
        return next(block for block in self.lowered.blocks if isinstance(block, Contents))

    @cached_property
    def headings(self) -> list[Heading]:
        """All headings, listed or not, in order."""
        return list(headings(self.lowered.blocks))

    @cached_property
    def listed(self) -> list[Heading]:
        """The headings that the contents list."""
        return listed(self.lowered.blocks, self.contents.depth)

    @cached_property
    def captions(self) -> list[tuple[Table | Figure, Caption]]:
        """What has a caption, with it."""
        parts = walk(self.lowered.blocks)
        return [(found, found.caption) for found in parts if isinstance(found, Table | Figure) and found.caption]

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """The cross-references in order: their words, and the anchors that they lead to."""
        phrases = (found for found in walk(self.lowered.blocks) if isinstance(found, Phrase))
        return [(run.text, run.link) for phrase in phrases for run in phrase.wordings[0].runs if run.link]

    @cached_property
    def pieces(self) -> list[Piece]:
        """All tagged elements of the PDF in reading order, each before those in it."""
        with pypdfium2.PdfDocument(self.path("pdf")) as pdf:
            marked = [marked_text(page) for page in pdf]
        with pikepdf.open(self.path("pdf")) as pdf:
            reader = _Reader({page.objgen: number for number, page in enumerate(pdf.pages)}, marked)
            return list(reader.pieces(pdf.Root.StructTreeRoot.K, (0, 0)))

    @cached_property
    def places(self) -> dict[str, int]:
        """The page on which each anchor stands, which is that of its heading or its caption."""
        found = [piece.pages[0] for piece in self.pieces if piece.kind in HEADINGS]
        del found[1]  # the heading of the contents, which is no heading of the model
        captions = [piece.pages[0] for piece in self.pieces if piece.kind == "Caption"]
        return {
            **dict(zip((heading.anchor for heading in self.headings), found, strict=True)),
            **dict(zip((block.anchor for block, _ in self.captions), captions, strict=True)),
        }


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the structure tree of a PDF: knows the numbers of pages (from 0), and the marked texts of each."""

    numbers: dict[Any, int]
    marked: list[dict[int, str]]

    def pieces(self, element: Any, page: Any) -> Iterator[Piece]:
        for each in element if isinstance(element, pikepdf.Array) else [element]:
            if isinstance(each, pikepdf.Dictionary) and "/S" in each:
                own = each.Pg.objgen if "/Pg" in each else page
                kids = each.get("/K", pikepdf.Array())
                found = list(self._ends(kids, own))
                texts = [self.marked[at][end] for at, end in found if isinstance(end, int) and end in self.marked[at]]
                pages = dict.fromkeys(at + 1 for at, end in found if isinstance(end, int))
                leads = (self.numbers[end.Dest[0].objgen] + 1 for _, end in found if not isinstance(end, int))
                yield Piece(str(each.S).removeprefix("/"), squash("".join(texts)), tuple(pages), tuple(leads))
                yield from self.pieces(kids, own)

    def _ends(self, kid: Any, page: Any) -> Iterator[tuple[int, Any]]:
        """What stands at the ends of the branches: the numbers of marked texts with their pages, and annotations."""
        if isinstance(kid, pikepdf.Array):
            for each in kid:
                yield from self._ends(each, page)
        elif not isinstance(kid, pikepdf.Dictionary):
            yield self.numbers[page], int(kid)
        else:
            page = kid.Pg.objgen if "/Pg" in kid else page
            if kid.get("/Type") == "/OBJR":
                yield 0, kid.Obj
            elif kid.get("/Type") == "/MCR":
                yield self.numbers[page], int(kid.MCID)
            else:
                yield from self._ends(kid.get("/K", pikepdf.Array()), page)


def named(heading: Heading) -> str:
    """A heading as contents and bookmarks show it."""
    return f"{heading.number} {heading.text.plain}".strip()


def label(caption: Caption) -> str:
    """A caption as it is shown."""
    return caption.label.plain.replace("{number}", str(caption.number)) + " " + caption.text.plain


def words(blocks: Iterable[Block], whole: tuple[Block, ...]) -> Iterator[str]:
    """What a reader reads of top-level blocks, with their captions; the words in a figure are a picture's."""
    for block in blocks:
        match block:
            case Table():
                yield from [label(block.caption)] if block.caption else []
                yield from said([replace(block, caption=None)], whole)
            case Figure():
                yield from [label(block.caption)] if block.caption else []
            case _:
                assert not any(isinstance(part, Table | Figure) and part.caption for part in walk([block]))
                yield from said([block], whole)
