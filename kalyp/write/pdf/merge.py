"""Finished PDFs, a cover and forms → one pack that fills as they do: fields, links and bookmarks of each kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Name, Object, Page, Pdf

from kalyp.write.pdf import document, properties
from kalyp.write.pdf.join import Joint
from kalyp.write.pdf.outlines import Bookmark
from kalyp.write.pdf.stitch import ELSEWHERE, UnknownAnchor
from kalyp.write.stamp import EDITION, PIECES, listed

_TAGGED = re.compile(r"/[A-Z]{6}\+")  # how the names of our faces begin: equal ones have equal bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished PDF, as the press writes it. `prefix` begins the names of its fields, and ends the links to it."""

    data: bytes
    prefix: str
    title: str


def merge(pieces: Sequence[Piece], *, title: str, language: str, date: str, subject: str = "") -> document.Pdf:
    """Make one PDF/UA-1 of finished PDFs, in their order. The same pieces give the same bytes.

    The first is the cover: its links `piece:<prefix>` lead to the first page of that piece, and the pack is made as what it is
    made as. A field `name` of a piece is called `<prefix>.<name>`; the pack says the edition of each piece that has fields.
    `date` is ISO. Raises UnknownAnchor for a link to a piece that isn't there.
    """
    with Joint() as joint:
        fonts = _Fonts()
        bookmarks, pages, told = [], [], []
        first: dict[str, Page] = {}
        for piece in pieces:
            source = joint.open(piece.data)
            called = fonts.take(source)
            added = joint.add(source, Name.Part, piece.prefix)
            fonts.lend(added, called)
            outline = source.Root.get(Name.Outlines)
            adopted = None if outline is None else joint.pdf.copy_foreign(outline)
            bookmarks.append(Bookmark(piece.title, _top(added[0]), adopted=adopted))
            first[f"#{ELSEWHERE}{piece.prefix}"] = added[0]
            pages += added
            told.append((piece.prefix, properties.read(source), Name.AcroForm in source.Root))
        for page in pages:
            _lead(page, first)
        made_as = told[0][1] | {PIECES: listed({prefix: said.get(EDITION, "") for prefix, said, fills in told if fills})}
        data = joint.save(bookmarks, title=title, subject=subject, date=date, language=language, told=made_as)
        return document.Pdf(data, len(pages), joint.field_names)


def _top(page: Page) -> Array:
    """Where a piece begins."""
    return Array([page.obj, Name.XYZ, 0, page.mediabox[3], 0])


def _lead(page: Page, first: dict[str, Page]) -> None:
    """Give the links of a page to other pieces their destinations."""
    for annotation in page.obj.get(Name.Annots, ()):
        target = str(annotation.A.get(Name.URI, "")) if Name.A in annotation else ""
        if target.startswith(f"#{ELSEWHERE}"):
            if target not in first:
                raise UnknownAnchor(target[1:])
            del annotation.A
            annotation.Dest = _top(first[target])


class _Fonts:
    """The faces of pages, each copied from the first piece that has it."""

    def __init__(self) -> None:
        self._known: dict[str, Object] = {}

    def take(self, source: Pdf) -> list[tuple[int, str, str]]:
        """Take out of a piece what is there already. Returns where its faces are: the number of a page, and both their names."""
        found = []
        for number, fonts in _dictionaries(source):
            for called, font in list(fonts.items()):
                name = str(font.BaseFont)
                if _TAGGED.match(name):
                    found.append((number, called, name))
                    if name in self._known:
                        del fonts[called]
        return found

    def lend(self, pages: Sequence[Page], called: Sequence[tuple[int, str, str]]) -> None:
        """Put the faces into the pages as they came into the pack."""
        for number, key, name in called:
            fonts = pages[number].obj.Resources.Font
            if name in self._known:
                fonts[key] = self._known[name]
            else:
                self._known[name] = fonts[key]


def _dictionaries(source: Pdf) -> Iterator[tuple[int, Object]]:
    """Each dictionary of fonts once, with the first page (from 0) that has it."""
    seen = set()
    for number, page in enumerate(source.pages):
        fonts = page.obj.Resources.get(Name.Font)
        if fonts is not None and fonts.objgen not in seen:
            seen.add(fonts.objgen)
            yield number, fonts
