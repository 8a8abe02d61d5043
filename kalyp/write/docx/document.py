"""Lowered document → a Word file (.docx) as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from kalyp.model.core import Box, Lowered, Page, Wording
from kalyp.write.docx import package
from kalyp.write.docx.blocks import Blocks
from kalyp.write.docx.styles import style_sheet
from kalyp.write.docx.tables import Place
from kalyp.write.docx.texts import Cuts, language, wording_runs
from kalyp.write.docx.xml import Element, field, paragraph, run, w

FOOT = 8.0  # mm from the page's lower edge to the foot
_NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def write(document: Lowered, cuts: Cuts | None = None) -> bytes:
    """One edition as a Word file to print and to fill; the same document gives the same bytes.

    `cuts` says for a language and a word where it may be hyphenated; words wider than their cell are then cut there.

    Raises Unwritable for a block that Word can't have from this writer.
    """
    room = text_width(document.page)
    file = docx.Document()
    package.strip(file)
    package.settings(file, document.languages[0])
    package.properties(file, document)
    _replace(file.styles.element, style_sheet(document.languages[0], room))
    section = file.sections[0]
    _set_page(section, document.page)
    section.footer.is_linked_to_previous = False
    _replace(section.footer._element, [_foot(document)])  # python-docx has no public way to a whole footer
    blocks = Blocks(document.blocks, cuts)
    content = blocks.flow(document.blocks, Place(room, first=True))
    if not content or content[-1].tag != qn("w:p"):
        content.append(paragraph("Gap", []))  # Word wants a paragraph at the end
    section.different_first_page_header_footer = _begins_with_cover(document)  # which bears no foot
    body = file.element.body
    body[:0] = _locked(content) if blocks.controls.count else content
    return package.packed(file, document.date)


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


def _set_page(section: Section, page: Page) -> None:
    top, right, bottom, left = page.margins
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance, section.footer_distance = Mm(min(FOOT, top / 2)), Mm(min(FOOT, bottom / 2))
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def _foot(document: Lowered) -> Element:
    """What stands at the foot of each page, a line a language: the foot's words left, "page x of y" right."""
    content: list[Element] = []
    for position, (foot, numbers) in enumerate(zip_longest(document.foot.wordings, document.page_of.wordings)):
        if position:
            content.append(run("\n"))
        content += wording_runs(foot, second=position > 0) if foot else []
        content += [run("\t"), *_page_of(numbers, second=position > 0)] if numbers else []
    return paragraph("Footer", content)


def _page_of(wording: Wording, *, second: bool) -> Iterator[Element]:
    for part in re.split(r"(\{pages?\})", wording.plain):
        look = (*([w("i")] if second else []), language(wording.language))
        if part in _NUMBERS:
            yield from field(_NUMBERS[part], "1", *look)
        elif part:
            yield run(part, *look)


def _replace(parent: Element, children: list[Element]) -> None:
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)
