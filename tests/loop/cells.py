"""A workbook as its user sees it: values are typed into cells and looked at there, each found by the field's name.

The map of the fields is read here a second time, apart from the program's own reader: what both find is where it should be.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

MAP = "kalyp"
CROSS = "×"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands, counted from 1, and what its cell shows for each value, if it offers any."""

    sheet: str
    row: int
    column: int
    kind: str
    shown: Mapping[str, str | int]


class Sheets:
    """An opened workbook. `calculated`: with what formulas came to when it was last saved, instead of the formulas."""

    def __init__(self, data: bytes, *, calculated: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is printed depends on what is filled in, which openpyxl doesn't know
            self.book = openpyxl.load_workbook(io.BytesIO(data), data_only=calculated)
        self.places = _places(self.book)

    def cell(self, name: str) -> Any:
        """The cell of a field."""
        place = self.places[name]
        return self.book[place.sheet].cell(place.row, place.column)

    def type(self, values: Mapping[str, str]) -> None:
        """Type values in: figures for levels, a cross into boxes, numbers where they are all digits."""
        for name, value in values.items():
            if name in self.places:
                self.cell(name).value = self._as_typed(self.places[name], value)
            else:  # of a group of boxes the one to tick
                self.cell(f"{name}:{value}").value = CROSS

    def _as_typed(self, place: Place, value: str) -> str | int:
        if place.kind == "box":
            return CROSS
        if place.shown:
            return place.shown[value]
        return int(value) if place.kind == "whole" else value

    def value(self, name: str) -> str:
        """What stands in the cell of a field, as the field's value; "" if nothing does."""
        place, found = self.places[name], self.cell(name).value
        if found is None or found == "":
            return ""
        meant = {str(shown): value for value, shown in place.shown.items()}
        return meant.get(str(found), str(found))

    def saved(self) -> bytes:
        """The workbook as a file."""
        kept = io.BytesIO()
        self.book.save(kept)
        return kept.getvalue()


def _places(book: Any) -> dict[str, Place]:
    text = "".join(str(row[0].value) for row in book[MAP].iter_rows(max_col=1) if row[0].value is not None)
    known = json.loads(text)
    sets = [dict(choices) for choices in known["choices"]]
    return {
        name: Place(known["sheets"][sheet], row + 1, column + 1, kind, sets[number] if number >= 0 else {})
        for name, sheet, row, column, kind, number in known["inputs"]
    }


def fill_book(blank: Path, target: Path, values: Mapping[str, str]) -> None:
    """Fill a blank workbook in and save it as another file."""
    sheets = Sheets(blank.read_bytes())
    sheets.type(values)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(sheets.saved())
