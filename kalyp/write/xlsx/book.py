"""A book of sheets → an Excel workbook (.xlsx) as bytes: opens without questions in Excel and LibreOffice."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from kalyp.model.cells import Book, PaperSheet, Sheet
from kalyp.model.origin import Origin
from kalyp.write.stamp import stamps
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx.blocks import Draw
from kalyp.write.xlsx.grid import Grid, grid
from kalyp.write.xlsx.hidden import TITLE, make_map, write_map
from kalyp.write.xlsx.paper import lay
from kalyp.write.xlsx.sheets import Sheets
from kalyp.write.xlsx.styles import FONT, POINTS
from kalyp.write.xlsx.texts import Cuts, no_cuts

AUTHOR = "Kalyp"
PROPERTY_LIMIT = 255
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": POINTS, "font_scheme": False},
}


class _Worksheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]  # it comes without types
    """A sheet whose formulas stand as they are. To look for thirty functions that are newer than ours takes half of the time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose sheets can't be renamed, moved or removed without taking its protection off: it is read by them."""

    worksheet_class = _Worksheet

    def _write_book_views(self) -> None:
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write(book: Book, cuts: Cuts = no_cuts, draw: Draw | None = None) -> bytes:
    """A workbook to print and to fill; the same book gives the same bytes.

    `cuts` says for a language and a word where it may be hyphenated, `draw` makes the pictures of figures: sheets that are laid
    out as on paper need both.

    Everything is locked (without a password) but the open cells. Formulas have no values until a program computes them, which
    Excel and LibreOffice do when they open the file.

    Raises Unwritable for a block that no sheet can have, and for what Excel doesn't allow: a title that stands twice or is too
    long, cells that overlap, a field that stands twice.
    """
    out = BytesIO()
    grids = [_grid(sheet, book.languages[0], cuts, draw) for sheet in book.sheets]
    with _Workbook(out, _OPTIONS) as workbook:
        try:
            made = make_map(grids)
            sheets = Sheets(workbook, made, book)
            for each in grids:
                sheets.add(each)
            write_map(workbook, made)
        except (xlsxwriter.exceptions.XlsxWriterException, ValueError) as error:
            raise Unwritable(book, str(error)) from error
        _properties(workbook, book)
    return out.getvalue()


def _grid(sheet: Sheet | PaperSheet, language: str, cuts: Cuts, draw: Draw | None) -> Grid:
    if sheet.title == TITLE:
        raise Unwritable(sheet, sheet.title)
    return grid(sheet) if isinstance(sheet, Sheet) else lay(sheet, language, cuts, draw)


def _properties(workbook: Any, book: Book) -> None:
    """Title, subject and date, what the file was made as, and no person's name."""
    workbook.set_properties(
        {
            "title": book.title[:PROPERTY_LIMIT],
            "subject": book.subject[:PROPERTY_LIMIT],
            "author": AUTHOR,
            "created": datetime.fromisoformat(book.date),
        }
    )
    for name, value in stamps(Origin(book.document, book.edition, "+".join(book.languages))).items():
        workbook.set_custom_property(name, value, "text")
