"""A handbook in one language as it is built: its model, its files, and the tagged pieces of its PDF; each is read once.

Where something really stands in the PDF is read from the tags, not from the links and bookmarks that tests look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdfium2
from docx.document import Document as WordDocument
from lxml import html

from kalyp.lower.document import lower_document
from kalyp.model.core import Block, Caption, Contents, Figure, Heading, Lowered, Phrase, Table
from kalyp.model.document import Chapter, Document
from kalyp.model.walk import headings, listed, walk
from tests.built import Built
from tests.paritytext import _marked as marked_text
from tests.paritytext import squash
from tests.support import real_content
from tests.write.sample import said

HANDBOOKS = [document.id for document in real_content().documents.values() if document.kind == "handbook"]
HEADINGS = ("H1", "H2", "H3", "H4")
FOOT = 17 * 72 / 25.4  # pt: the foot stands below, all else above


@dataclass(frozen=True, slots=True)
class Piece:
    """A tagged element of a PDF: its kind (`H2`), its squashed text, the pages (from 1) of the text, where its links lead."""

    kind: str
    text: str
    pages: tuple[int, ...]
    leads: tuple[int, ...]


@dataclass(frozen=True)
class Book:
    """A handbook in one language."""

    built: Built
    name: str
    language: str

    def path(self, form: str) -> Path:
        """Its file of a format."""
        rows = [row for row in self.built.rows if row["document"] == self.name and row["languages"] == [self.language]]
        (found,) = (row["path"] for row in rows if row["format"] == form)
        return self.built.root / str(found)

    @cached_property
    def document(self) -> Document:
        """What the editors wrote."""
        found = self.built.project.documents[self.name]
        assert isinstance(found, Document)
        return found

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """Its chapters by id."""
        return {chapter.id: chapter for chapter in self.built.project.chapters_of(self.document)}

    @cached_property
    def appendices(self) -> list[Document]:
        """The documents that it shows at its end."""
        found = (self.built.project.documents[name] for name in self.document.appendices)
        return [each for each in found if isinstance(each, Document)]

    @cached_property
    def lying(self) -> set[str]:
        """The appendices whose own pages lie."""
        sizes = {each.id: self.built.project.pages[each.page] for each in self.appendices}
        return {name for name, size in sizes.items() if size.width > size.height}

    @cached_property
    def lowered(self) -> Lowered:
        """What its files were made of."""
        return self.alone(self.name)

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
    def signs(self) -> list[list[tuple[tuple[float, float, float, float], str]]]:
        """The signs on each page of the PDF above its foot, from the top down, each after its box: left, bottom, right, top."""
        with pypdfium2.PdfDocument(self.path("pdf")) as pdf:
            return [_signs(page.get_textpage()) for page in pdf]

    @cached_property
    def word(self) -> WordDocument:
        """The Word file."""
        return docx.Document(str(self.path("docx")))

    @cached_property
    def page(self) -> html.HtmlElement:
        """The page to read on a screen."""
        return html.document_fromstring(self.path("html").read_bytes())

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


def _signs(text: pypdfium2.PdfTextPage) -> list[tuple[tuple[float, float, float, float], str]]:
    boxed = ((text.get_charbox(place, loose=True), text.get_text_range(place, 1)) for place in range(text.count_chars()))
    return sorted((found for found in boxed if found[0][1] > FOOT), key=lambda found: -found[0][1])


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
