"""A filled workbook → what it was made as, and the values of its fields, found by the hidden map that it brings along.

Whoever takes files from strangers looks at the zip and its XML first: openpyxl unpacks whatever there is, and one of its parsers
knows entities. Nothing is computed: a formula that somebody typed is text.
"""

from __future__ import annotations

import json
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from kalyp.model.cells import Choices, address
from kalyp.model.origin import Origin
from kalyp.write.stamp import stamped
from kalyp.write.xlsx.grid import ON
from kalyp.write.xlsx.hidden import BOX, CHOICE, TITLE, VERSION, comparable, plain

CHECKED = "on"
BETWEEN_MARKS = "+"
_TICKS = frozenset({ON, *"xх+v✓✔✗✘☒☑*1", "on", "true"})  # what people type into a box, in small letters
_EMPTY_BOX = frozenset({"", "☐", "0", "false"})
_RETURN = "_x000D_"  # how files write a sign that some programs put before a new line
_MOST = (1_048_576, 16_384)  # rows and columns of a sheet


class NoWorkbook(ValueError):
    """What was given is no Excel workbook, or a damaged one."""


class Moved(ValueError):
    """Rows or columns of a workbook of ours were moved, or a sheet is gone: nobody knows any more which value is which.

    `sheet` is the title of the sheet, `cell` the first cell that is not as it was ("" for a sheet that is gone).
    """

    def __init__(self, sheet: str, cell: str) -> None:
        self.sheet, self.cell = sheet, cell
        super().__init__(f"{sheet} {cell}".rstrip())


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field where it stands, and the values by what its cell shows for them."""

    name: str
    sheet: int
    row: int
    column: int
    kind: str
    shown: Mapping[str, str]


def read(data: bytes) -> tuple[Origin | None, dict[str, str]]:
    """What a workbook says it was made as, and the value of each of its fields by name, "" where nothing was filled in.

    Values are those that forms of every format give: the id of a choice, "on" for a box; of a group of boxes of which one is to
    be ticked its value, of two the values joined by "+". What is none of the choices, or no tick in a box, is given as it was
    typed. Numbers are as typed (2, not 2.0), dates as 01.03.2027; formulas are their text, with the equals sign.

    A workbook without our map has no fields. Raises NoWorkbook for anything but a workbook, and Moved.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl doesn't know and we don't need
        try:
            workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        except Exception as error:  # openpyxl lets through whatever its parsers and its own descriptors raise
            raise NoWorkbook(str(error)) from error
        try:
            return _origin(workbook), _values(workbook)
        except Moved:
            raise
        except Exception as error:  # the sheets are parsed only now
            raise NoWorkbook(str(error)) from error
        finally:
            workbook.close()


def _origin(workbook: Workbook) -> Origin | None:
    properties: Any = getattr(workbook, "custom_doc_props")  # noqa: B009  (the types don't know it)
    return stamped({each.name: str(each.value or "") for each in properties.props if each.name})


def _values(workbook: Workbook) -> dict[str, str]:
    said = _map(workbook)
    if said is None:
        return {}
    sets = [_by_shown(choices) for choices in said["choices"]]
    asked = [
        _Asked(name, sheet, row, column, kind, sets[number] if kind in (CHOICE, BOX) else {})
        for name, sheet, row, column, kind, number in said["inputs"]
    ]
    cells = _cells(workbook, said["sheets"], [*((each.sheet, each.row, each.column) for each in asked), *_places(said)])
    for sheet, row, column, text in said["guards"]:
        if comparable(cells.get((sheet, row, column))) != text:
            raise Moved(said["sheets"][sheet], address(row, column))
    typed = {each.name: cells.get((each.sheet, each.row, each.column)) for each in asked}
    for number, called in said["called"]:
        for value, name in called:
            if _folded(typed.get(name)):
                sets[number].setdefault(_folded(typed[name]), value)
    return _joined((each.name, _value(each, typed[each.name])) for each in asked)


def _places(said: Mapping[str, Any]) -> Iterable[tuple[int, int, int]]:
    return ((sheet, row, column) for sheet, row, column, _ in said["guards"])


def _map(workbook: Workbook) -> dict[str, Any] | None:
    """The map that stands in the hidden sheet, None where there is none of ours."""
    if TITLE not in workbook.sheetnames:
        return None
    rows = workbook[TITLE].iter_rows(max_col=1, values_only=True)
    said = json.loads("".join(str(part) for (part,) in rows if part is not None))
    if not isinstance(said, dict) or said.get("version") != VERSION:
        return None
    return said


def _by_shown(choices: Choices) -> dict[str, str]:
    return {_folded(shown): value for value, shown in choices}


def _folded(value: Any) -> str:
    return " ".join(plain(value).split()).casefold()


def _cells(workbook: Workbook, titles: list[str], wanted: list[tuple[int, int, int]]) -> dict[tuple[int, int, int], Any]:
    """What stands in the wanted cells, by sheet, row and column. Each sheet is gone through once, as far as it matters."""
    columns: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for sheet, row, column in wanted:
        if not (0 <= row < _MOST[0] and 0 <= column < _MOST[1]):
            raise ValueError(address(row, column))
        columns[sheet][row].add(column)
    found: dict[tuple[int, int, int], Any] = {}
    for sheet, rows in columns.items():
        if titles[sheet] not in workbook.sheetnames:
            raise Moved(titles[sheet], "")
        last = (max(rows), max(max(each) for each in rows.values()))
        worksheet = workbook[titles[sheet]]
        worksheet.reset_dimensions()  # programs write them, and not all of them right
        for number, values in enumerate(worksheet.iter_rows(max_row=last[0] + 1, max_col=last[1] + 1, values_only=True)):
            for column in rows.get(number, ()):
                if column < len(values) and values[column] is not None:
                    found[sheet, number, column] = values[column]
    return found


def _value(asked: _Asked, cell: Any) -> str:
    text = _text(cell)
    if asked.kind == CHOICE:
        return asked.shown.get(_folded(cell), text)
    if asked.kind == BOX:
        folded = _folded(cell)
        return CHECKED if folded in _TICKS else "" if folded in _EMPTY_BOX else text
    return text


def _text(cell: Any) -> str:
    """What a person has typed, though Excel may have made a number or a date of it."""
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y" if cell.time() == time() else "%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return plain(getattr(cell, "text", cell)).replace(_RETURN, "").strip()  # formulas of arrays are objects


def _joined(values: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The values of fields: of a group of marks what is ticked."""
    made: dict[str, str] = {}
    for name, value in values:
        field, mark, choice = name.partition(":")
        if not mark:
            made[field] = value
            continue
        chosen = [each for each in (made.get(field, ""), choice if value == CHECKED else value) if each]
        made[field] = BETWEEN_MARKS.join(chosen)
    return made
