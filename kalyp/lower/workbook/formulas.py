"""Pieces of formulas: where the rows of a table stand, and what is asked of cells. Excel 2010 and LibreOffice know all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kalyp.model.cells import address, area

TICKS = "×xх"  # the cross, and the letters of two alphabets that look like it; large ones are the same to a formula


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, for formulas: `count` of them from `first` on, each `step` high. All addresses are absolute."""

    sheet: str
    first: int
    count: int
    step: int = 1

    def row(self, index: int, down: int = 0) -> int:
        """The row on the sheet (from 0) of the table's row at `index` (from 0), or of one below within it."""
        return self.first + index * self.step + down

    def cell(self, index: int, column: int, down: int = 0) -> str:
        """The address of a cell."""
        return address(self.row(index, down), column, sheet=self.sheet, fixed="both")

    def across(self, index: int, first: int, last: int, down: int = 0, deep: int = 1) -> str:
        """The cells of a row from one column to another; `deep`: of so many rows."""
        return area((self.row(index, down), first), (self.row(index, down + deep - 1), last), sheet=self.sheet)

    def column(self, column: int) -> str:
        """All cells of a column."""
        return area((self.first, column), (self.row(self.count, -1), column), sheet=self.sheet)


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def any_of(cell: str, values: Sequence[object]) -> str:
    """Whether a cell has one of these values."""
    return f"OR({','.join(f'{cell}={value}' for value in values)})"


def count_of(cells: str, values: Sequence[object]) -> str:
    """For each of some cells, 1 if it has one of these values; a text that looks like a number is no number."""
    return "(" + "+".join(f"({cells}={value})" for value in values) + ")"


def ticked(cell: str) -> str:
    """Whether a box has its cross in it, or what people type for one: an x of either alphabet."""
    return any_of(cell, [quoted(sign) for sign in TICKS])


def ticks(cells: str) -> str:
    """For each of some boxes, 1 if it has its cross in it."""
    return count_of(cells, [quoted(sign) for sign in TICKS])


def sentences(found: Sequence[tuple[str, str]]) -> str:
    """A formula that says each sentence whose condition holds."""
    return "TRIM(" + "&".join(f'IF({condition},{quoted(said + " ")},"")' for condition, said in found) + ")"


def listed(found: Sequence[tuple[str, str]], between: str = ", ") -> str:
    """A formula that lists each text (a formula) whose condition holds; a list of nothing is empty."""
    each = "&".join(f'IF({condition},{quoted(between)}&{said},"")' for condition, said in found)
    return f"MID({each},{len(between) + 1},500)"


def printed(rows: Rows, names: int, last: int, least: int) -> str:
    """What is printed of a sheet: down to the last row that has a name, or `least` rows, up to the column `last`."""
    named = rows.column(names)
    end = f'SUMPRODUCT(MAX(({named}<>"")*ROW({named})))+{rows.step - 1}'
    column = area((0, last), (rows.row(rows.count) - 1, last), sheet=rows.sheet)
    corner = address(0, 0, sheet=rows.sheet, fixed="both")
    return f"{corner}:INDEX({column},MAX({rows.row(min(least, rows.count))},{end}))"
