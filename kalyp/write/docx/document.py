"""Lowered document → a Word file (.docx) as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

import docx
from docx.document import Document
from docx.oxml.ns import qn

from kalyp.model.core import Block, Box, Break, Lowered, Page, Wording
from kalyp.model.walk import is_book
from kalyp.write.docx import package
from kalyp.write.docx.blocks import Blocks, is_break
from kalyp.write.docx.styles import style_sheet, tabs
from kalyp.write.docx.tables import Place
from kalyp.write.docx.texts import NO_BREAK_HYPHEN, Cuts, language, wording_runs
from kalyp.write.docx.xml import Element, field, paragraph, run, twips, w
from kalyp.write.figure import Painter

FOOT = 8.0  # mm from the page's lower edge to the foot
_NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def write(document: Lowered, cuts: Cuts | None = None, painter: Painter | None = None) -> bytes:
    """One edition as a Word file to print and to fill; the same document gives the same bytes.

    `cuts` says for a language and a word where it may be hyphenated; words wider than their cell are then cut there.
    `painter` makes the pictures of figures.

    Raises Unwritable for a block that Word can't have from this writer, a figure without a painter among them.
    """
    file = docx.Document()
    package.strip(file)
    package.settings(file, document.languages[0], contents=is_book(document))
    package.properties(file, document)
    covered = _begins_with_cover(document)
    styles = style_sheet(document.languages[0], text_width(document.page), document.kind, covered=covered)
    _replace(file.styles.element, styles)
    blocks = Blocks(document, cuts, painter)
    parts = [(page, _content(blocks, page, part)) for page, part in _papers(document)]
    sections = _Sections(file, document)
    body: list[Element] = []
    for number, (page, content) in enumerate(parts, 1):
        last = number == len(parts)
        if last and (not content or content[-1].tag != qn("w:p")):
            content.append(paragraph("Gap", []))  # Word wants a paragraph at the end
        elif not last and is_break(content[-1]):
            content.pop()  # the next section begins a page by itself
        body += _locked(content) if blocks.controls.count and content else content
        section = sections.section(page, covered=number == 1 and covered)
        body.append(section if last else w("p", w("pPr", w("pStyle", val="CellEnd"), section)))
    _replace(file.element.body, body)
    package.hold(file, blocks.pictures.files)
    return package.packed(file, document.date)


def _papers(document: Lowered) -> list[tuple[Page, list[Block]]]:
    """The blocks in parts of one paper each; a break that changes the paper is what divides them."""
    parts: list[tuple[Page, list[Block]]] = [(document.page, [])]
    for block in document.blocks:
        page = (block.page or document.page) if isinstance(block, Break) else parts[-1][0]
        if page == parts[-1][0]:
            parts[-1][1].append(block)
        elif parts[-1][1]:
            parts.append((page, []))
        else:
            parts[-1] = (page, [])
    return parts


def _content(blocks: Blocks, page: Page, part: list[Block]) -> list[Element]:
    top, _, bottom, _ = page.margins
    return blocks.flow(part, Place(text_width(page), page.height - top - bottom, first=True))


def _begins_with_cover(document: Lowered) -> bool:
    return any(isinstance(block, Box) and block.style == "cover" for block in document.blocks[:1])


def text_width(page: Page) -> float:
    """The room between the margins in mm."""
    _, right, _, left = page.margins
    return page.width - left - right


def _locked(content: list[Element]) -> list[Element]:
    """The content as a group in which only the controls can be changed.

    (Protection for forms would keep LibreOffice from filling them.) LibreOffice takes the first paragraph for the whole
    group, and loses its line breaks: that is an empty one.
    """
    properties = w("sdtPr", w("lock", val="contentLocked"), w("group"))
    return [w("sdt", properties, w("sdtContent", paragraph("CellEnd", []), *content))]


class _Sections:
    """Makes the sections of a file: their paper, and the foot, of which there is one for each width of the text."""

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
