"""Lowered document → a Word file (.docx) as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, zip_longest

import docx
from docx.document import Document
from docx.oxml.ns import qn

from kalyp.model.core import Lowered, Page, Wording
from kalyp.model.sections import Section, is_book
from kalyp.model.sections import sections as cut
from kalyp.write.docx import package
from kalyp.write.docx.piece import Maker, Piece, text_width
from kalyp.write.docx.styles import style_sheet, tabs
from kalyp.write.docx.texts import NO_BREAK_HYPHEN, Cuts, language, wording_runs
from kalyp.write.docx.xml import Element, field, paragraph, run, twips, w, written
from kalyp.write.figure import Painter
from kalyp.write.links import check
from kalyp.write.parts import Parts
from kalyp.write.unwritable import Unwritable

FOOT = 8.0  # mm from the page's lower edge to the foot
_PARAGRAPH, _TABLE = b"</w:p>", b"</w:tbl>"
_NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def write(
    document: Lowered,
    cuts: Cuts | None = None,
    painter: Painter | None = None,
    *,
    sections: Sequence[Section] | None = None,
    parts: Parts | None = None,
) -> bytes:
    """One edition as a Word file to print and to fill; the same document gives the same bytes, whatever the store has.

    `cuts` says for a language and a word where it may be hyphenated; words wider than their cell are then cut there.
    `painter` makes the pictures of figures. `sections` are those of the document, if they are known already: then it needs no
    blocks, nor does a section that is in `parts`, where those of books are kept unless they have controls to fill.

    Raises Unwritable for a block that Word can't have from this writer, a figure without a painter among them, and for a link
    that leads nowhere.
    """
    sections = cut(document) if sections is None else sections
    file = docx.Document()
    package.strip(file)
    package.settings(file, document.languages[0], contents=is_book(sections))
    package.properties(file, document)
    maker = Maker(document, sections, cuts, painter, file.element)
    pieces = _pieces(maker, sections, parts if is_book(sections) else None)
    check(chain.from_iterable(piece.links for piece in pieces), sections)
    covered = any(piece.cover for piece in pieces[:1])
    styles = style_sheet(document.languages[0], text_width(document.page), document.kind, covered=covered)
    _replace(file.styles.element, styles)
    _replace(file.element.body, [])
    body = _Body(file, document, locked=any(piece.controls for piece in pieces))
    papers = _papers(document.page, sections, _numbered(pieces))
    for number, (page, texts) in enumerate(papers, 1):
        body.add(page, texts, covered=covered and number == 1, last=number == len(papers))
    package.hold(file, {name: data for piece in pieces for name, data in piece.pictures.items()})
    return package.packed(file, body.xml, document.date)


def _pieces(maker: Maker, sections: Sequence[Section], parts: Parts | None) -> list[Piece]:
    """The sections as they are made now, or as they are kept."""
    pieces: list[Piece] = []
    controls: list[str] = []
    for section in sections:
        if parts is None or maker.controls(section):
            pieces.append(maker.piece(section, controls))
            controls += pieces[-1].controls
        else:
            pieces.append(Piece.unpack(parts.get(section, partial(maker.packed, section))))
    return pieces


def _numbered(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """The XML of each section, with numbers that no other has."""
    names: set[str] = set()
    drawings = 0
    for piece in pieces:
        if twice := names.intersection(piece.bookmarks):
            raise Unwritable(piece, f"{min(twice)} twice")
        yield piece.numbered(len(names), drawings)
        names.update(piece.bookmarks)
        drawings += piece.drawings


def _papers(usual: Page, sections: Sequence[Section], texts: Iterable[bytes]) -> list[tuple[Page, list[bytes]]]:
    """The sections in parts of one paper each; a document of nothing has a page, too."""
    found = groupby(zip(sections, texts, strict=True), key=lambda each: each[0].page)
    return [(page, [text for _, text in group]) for page, group in found] or [(usual, [])]


class _Body:
    """What stands in the body of a file, part by part."""

    def __init__(self, file: Document, document: Lowered, *, locked: bool) -> None:
        self.xml = b""
        self._locked = locked
        self._papers = _Papers(file, document)
        self._root = file.element
        self._gap = self._xml(paragraph("Gap", []))
        # The right-hand page is the printer's affair: an odd-page section would end the lock around the text.
        self._break = self._xml(paragraph("Gap", [], w("pageBreakBefore")))  # 2 mm high, at the top of a new page

    def add(self, page: Page, texts: Sequence[bytes], *, covered: bool, last: bool) -> None:
        """Add sections of one paper, each on a new page. Word wants a paragraph at the end."""
        content = b"".join(self._stacked(texts))
        if last and not content.endswith(_PARAGRAPH):
            content += self._gap
        section = self._papers.section(page, covered=covered)
        end = section if last else w("p", w("pPr", w("pStyle", val="CellEnd"), section))
        self.xml += (self._group(content) if self._locked and content else content) + self._xml(end)

    def _stacked(self, texts: Sequence[bytes]) -> Iterator[bytes]:
        for text, after in zip_longest(texts, texts[1:]):
            yield text
            if after is not None:
                yield self._gap + self._break if text.endswith(_TABLE) else self._break

    def _group(self, content: bytes) -> bytes:
        """The content as a group in which only the controls can be changed.

        (Protection for forms would keep LibreOffice from filling them.) LibreOffice takes the first paragraph for the whole
        group, and loses its line breaks: that is an empty one.
        """
        properties = w("sdtPr", w("lock", val="contentLocked"), w("group"))
        group = self._xml(w("sdt", properties, w("sdtContent", paragraph("CellEnd", []))))
        start, paragraphs, end = group.rpartition(_PARAGRAPH)
        return start + paragraphs + content + end

    def _xml(self, element: Element) -> bytes:
        return written([element], self._root)


class _Papers:
    """Makes what Word calls sections: their paper, and the foot, of which there is one for each width of the text."""

    def __init__(self, file: Document, document: Lowered) -> None:
        self._file = file
        self._document = document
        self._feet: dict[float, str] = {}  # width of the text → relation

    def section(self, page: Page, *, covered: bool) -> Element:
        """The properties of a section; a `covered` one has no foot on its first page."""
        top, right, bottom, left = page.margins
        margins = {"top": top, "right": right, "bottom": bottom, "left": left}
        margins |= {"header": min(FOOT, top / 2), "footer": min(FOOT, bottom / 2), "gutter": 0}
        foot = w("footerReference", type="default")
        foot.set(qn("r:id"), self._foot_of(text_width(page)))
        return w(
            "sectPr",
            foot,
            w(
                "pgSz",
                w=twips(page.width),
                h=twips(page.height),
                orient="landscape" if page.width > page.height else "portrait",
            ),
            w("pgMar", **{side: twips(length) for side, length in margins.items()}),
            w("titlePg") if covered else None,
        )

    def _foot_of(self, room: float) -> str:
        if room not in self._feet:
            part, self._feet[room] = self._file.part.add_footer_part()  # type: ignore[no-untyped-call]  # python-docx has no type
            _replace(part.element, [_foot(self._document, room)])
        return self._feet[room]


def _foot(document: Lowered, room: float) -> Element:
    """What stands at the foot of each page, a line a language: the foot's words left, "page x of y" right, `room` mm away."""
    content: list[Element] = []
    for position, (foot, numbers) in enumerate(zip_longest(document.foot.wordings, document.page_of.wordings)):
        if position:
            content.append(run("\n"))
        content += wording_runs(foot, second=position > 0) if foot else []
        content += [run("\t"), *_page_of(numbers, second=position > 0)] if numbers else []
    if room == text_width(document.page):
        return paragraph("Footer", content)
    usual = w("tab", val="clear", pos=twips(text_width(document.page)))
    stops = tabs("Footer", room)
    return paragraph("Footer", content, *([] if stops is None else [w("tabs", *sorted([usual, *stops], key=_position))]))


def _position(stop: Element) -> int:
    return int(stop.get(qn("w:pos")) or 0)


def _page_of(wording: Wording, *, second: bool) -> Iterator[Element]:
    for part in re.split(r"(\{pages?\})", wording.plain):
        look = (*([w("i")] if second else []), language(wording.language))
        if part in _NUMBERS:
            yield from field(_NUMBERS[part], "1", *look)
        elif part:
            yield run(re.sub(r"^-(?=\w)", NO_BREAK_HYPHEN, part), *look)


def _replace(parent: Element, children: list[Element]) -> None:
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)
