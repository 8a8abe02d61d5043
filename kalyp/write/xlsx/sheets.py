"""A grid → a worksheet of XlsxWriter: cells, what they accept, what stands out, how it is printed and protected."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from io import BytesIO
from typing import Any

from kalyp.model.cells import Book, address
from kalyp.model.core import Page
from kalyp.write.xlsx.charts import add_chart
from kalyp.write.xlsx.grid import Grid, Spot
from kalyp.write.xlsx.hidden import BOX_CHOICES, Map, offered
from kalyp.write.xlsx.ranges import Rectangle, named, rectangles, together
from kalyp.write.xlsx.styles import FONT, HIGHLIGHTS, Look

_PAPERS = {(210, 297): 9, (148, 210): 11, (297, 420): 8}  # Excel's numbers of sizes of paper, by their sides in mm
_INCH = 25.4
TEXT_LIMIT = 32_767  # characters of a cell
_NOT_STORED = ("Cc", "Cs", "Cn")  # controls, halves of characters, and what is none
_FOOT_LIMIT = 160  # characters; Excel takes 255 with all signs and the number of the page
_FOOT_LETTERS = f'&"{FONT},Regular"&8'
_FOOT_ROOM = 8.0  # mm from the paper's edge
_ALLOWED = {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True, "format_rows": True}


class Sheets:
    """Writes the sheets of one book."""

    def __init__(self, workbook: Any, made: Map, book: Book) -> None:
        self._workbook = workbook
        self._map = made
        self._words = book.words
        self._foot = _footer(book)
        self._format = cache(lambda look: workbook.add_format(look.format()))
        self._standing_out = cache(lambda look: workbook.add_format(HIGHLIGHTS[look]))

    def add(self, grid: Grid) -> None:
        """Write a grid as the next sheet."""
        sheet = self._workbook.add_worksheet(grid.title)
        for column, width in enumerate(grid.widths):
            sheet.set_column_pixels(column, column, width)
        for first, last in grid.hidden:
            sheet.set_column(first, last, None, None, {"hidden": True})
        for row, height in sorted(grid.heights.items()):
            sheet.set_row_pixels(row, height)
        for spot in grid.spots:
            self._spot(sheet, spot)
        self._accepted(sheet, grid)
        self._stand_out(sheet, grid)
        for chart in grid.charts:
            add_chart(self._workbook, sheet, chart)
        for image in grid.images:
            sheet.insert_image(image.row, image.column, "picture.png", _image(image.data, image.width, image.height, image.alt))
        _view(sheet, grid)
        _printed(sheet, grid, self._foot)
        if grid.printed:
            self._workbook.define_name(
                f"{address(0, 0, sheet=grid.title).partition('!')[0]}!_xlnm.Print_Area", f"={grid.printed}"
            )
        sheet.protect("", _ALLOWED)

    def _spot(self, sheet: Any, spot: Spot) -> None:
        look = self._format(spot.look)
        if spot.rows > 1 or spot.columns > 1:
            last = (spot.row + spot.rows - 1, spot.column + spot.columns - 1)
            sheet.merge_range(spot.row, spot.column, *last, "", look)
        here = (spot.row, spot.column)
        if spot.formula:
            # Without a value the program computes it when it opens the file: LibreOffice trusts any value that stands there.
            sheet.write_formula(*here, f"={spot.formula}", look, "" if spot.value is None else spot.value)
        elif spot.rich:
            sheet.write_rich_string(*here, *self._rich(spot), look)
        elif isinstance(spot.value, str) and spot.value:
            sheet.write_string(*here, _storable(spot.value), look)
        elif isinstance(spot.value, (int, float)):
            sheet.write_number(*here, spot.value, look)
        else:
            sheet.write_blank(*here, None, look)

    def _rich(self, spot: Spot) -> list[Any]:
        """The parts of a text, each after its format."""
        made: list[Any] = []
        for part in spot.rich:
            look = Look(spot.look.points, bold=part.bold or spot.look.bold, italic=part.italic != spot.look.italic)
            made += [self._format(look), part.text]
        return made

    def _accepted(self, sheet: Any, grid: Grid) -> None:
        """What open cells offer and accept, said once for all cells of a kind."""
        kinds: dict[tuple[str, tuple[int, int] | None, bool], list[Rectangle]] = defaultdict(list)
        typed = []
        for spot in grid.spots:
            if not (asked := spot.input):
                continue
            choices = BOX_CHOICES if asked.box else asked.choices
            if choices or asked.whole:
                source = asked.offered or (offered(self._map, self._map.choice_set(choices)) if choices else "")
                kinds[source, asked.whole, asked.box].append(_merged(spot))
            else:
                typed.append(_merged(spot))
        for (source, whole, box), cells in kinds.items():
            covered = rectangles(cells)
            rule = self._rule(source, whole, box=box)
            rule["show_error"] &= grid.strict
            sheet.data_validation(*covered[0], {**rule, "other_cells": [list(each) for each in covered[1:]]})
        if typed:
            sheet.ignore_errors({"number_stored_as_text": together(rectangles(typed))})

    def _rule(self, source: str, whole: tuple[int, int] | None, *, box: bool) -> dict[str, Any]:
        rule: dict[str, Any] = {"ignore_blank": True}
        if whole:
            rule |= {"validate": "integer", "criteria": "between", "minimum": whole[0], "maximum": whole[1]}
            said = self._words.get("whole", "").replace("{least}", str(whole[0])).replace("{most}", str(whole[1]))
        else:
            rule |= {"validate": "list", "source": f"={source}"}
            said = self._words.get("box" if box else "choice", "")
        return {**rule, "show_error": bool(said), "error_title": self._words.get("title", "")[:32], "error_message": said[:255]}

    def _stand_out(self, sheet: Any, grid: Grid) -> None:
        for block in grid.highlights:
            rule = {"type": "formula", "criteria": f"={block.formula}", "format": self._standing_out(block.look)}
            sheet.conditional_format(block.range, rule)
        groups: dict[str, list[Spot]] = defaultdict(list)
        for spot in grid.spots:
            if spot.input and spot.input.box and ":" in spot.input.name:
                groups[spot.input.name.partition(":")[0]].append(spot)
        for spots in groups.values():
            ticked = "+".join(f'({address(spot.row, spot.column, fixed="both")}<>"")' for spot in spots)
            rule = {"type": "formula", "criteria": f"={ticked}>1", "format": self._standing_out("flag")}
            covered = [named(each) for each in rectangles(map(_merged, spots))]
            sheet.conditional_format(covered[0].split(":")[0], {**rule, "multi_range": " ".join(covered)})


def _storable(text: str) -> str:
    """A text without signs that Excel has no room for: what people typed into a form may have come from anywhere."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in _NOT_STORED)[:TEXT_LIMIT]


def _merged(spot: Spot) -> Rectangle:
    return spot.row, spot.column, spot.row + spot.rows - 1, spot.column + spot.columns - 1


def _image(data: bytes, width: float, height: float, alt: str) -> dict[str, Any]:
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        across, down = picture.size
        dots = float(picture.info.get("dpi", (96, 96))[0])
    return {
        "image_data": BytesIO(data),
        "x_scale": width / (across * 96 / dots),
        "y_scale": height / (down * 96 / dots),
        "object_position": 1,
        "description": alt,
    }


def _view(sheet: Any, grid: Grid) -> None:
    sheet.hide_gridlines(2)
    if any(grid.frozen):
        sheet.freeze_panes(*grid.frozen)


def _printed(sheet: Any, grid: Grid, foot: str) -> None:
    page = grid.page
    sheet.set_paper(_PAPERS.get(_sides(page), 9))
    if page.width > page.height:
        sheet.set_landscape()
    top, right, bottom, left = (margin / _INCH for margin in page.margins)
    sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
    sheet.set_footer(foot, {"margin": _FOOT_ROOM / _INCH})
    sheet.fit_to_pages(1, 1 if grid.one_page else 0)
    if grid.heads:
        sheet.repeat_rows(*grid.heads)
    if grid.breaks:
        sheet.set_h_pagebreaks(list(grid.breaks))


def _sides(page: Page) -> tuple[int, int]:
    short, long = sorted((page.width, page.height))
    return round(short), round(long)


def _footer(book: Book) -> str:
    """What stands at the foot of each page, in the signs that Excel has for it."""
    said = book.foot.replace("\n", " ")[:_FOOT_LIMIT].replace("&", "&&")
    page = book.page_of.replace("&", "&&").replace("{page}", "&P").replace("{pages}", "&N")
    return f"&L{_FOOT_LETTERS} {said}&R{_FOOT_LETTERS} {page}"  # the space parts the size from a number after it
