"""The map of a workbook's fields ↔ a sheet that nobody sees, by which a filled workbook is read back.

The map is JSON in the cells of the first column, in parts, since a cell takes 32,767 characters: `inputs` are
`[field, sheet, row, column, kind, choice set]` (sheets, rows and columns count from 0), `choices` sets of `[value, shown]`,
`guards` `[sheet, row, column, text]` of locked cells: where their text is another, rows or columns were moved. The lists that
cells offer stand in the columns beside it. `called` are choices of a set that are shown as what stands in another field:
`[set, [[value, field], …]]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kalyp.model.cells import Choices, Input, Value, area
from kalyp.write.xlsx.grid import ON, Grid, Spot

TITLE = "kalyp"
VERSION = 1
PART = 30_000  # characters of a cell
GUARD = 60  # characters of a text that are compared
TEXT, CHOICE, WHOLE, BOX = "text", "choice", "whole", "box"
NO_SET = -1


@dataclass(slots=True)
class Map:
    """The fields of a workbook, what they accept, and where they stand."""

    sheets: list[str]
    inputs: list[tuple[str, int, int, int, str, int]] = field(default_factory=list)
    choices: list[Choices] = field(default_factory=list)
    guards: list[tuple[int, int, int, str]] = field(default_factory=list)
    called: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def choice_set(self, choices: Choices) -> int:
        """The number of a set of choices, which is noted if it is new."""
        if choices not in self.choices:
            self.choices.append(choices)
        return self.choices.index(choices)

    def packed(self) -> list[str]:
        """The map in parts that fit into cells. It has no spaces, of which programs might drop those at the ends."""
        said = {"version": VERSION, "sheets": self.sheets, "choices": self.choices, "inputs": self.inputs, "guards": self.guards}
        said["called"] = sorted(self.called.items())
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace(" ", "\\u0020")
        return [text[start : start + PART] for start in range(0, len(text), PART)]


BOX_CHOICES: Choices = (("on", ON),)


def make_map(grids: Sequence[Grid]) -> Map:
    """The map of all open cells. Raises ValueError for a field that stands twice."""
    made = Map([grid.title for grid in grids])
    names: set[str] = set()
    for number, grid in enumerate(grids):
        for spot in grid.spots:
            if not spot.input:
                continue
            if spot.input.name in names:
                raise ValueError(f"{spot.input.name} twice")
            names.add(spot.input.name)
            made.inputs.append((spot.input.name, number, spot.row, spot.column, *_kind(spot.input, made)))
        made.guards += ((number, *guard) for guard in _guards(grid.spots))
    return made


def _kind(asked: Input, made: Map) -> tuple[str, int]:
    if asked.box:
        return BOX, made.choice_set(BOX_CHOICES)
    if asked.choices:
        number = made.choice_set(asked.choices)
        if asked.called:
            made.called[number] = asked.called
        return CHOICE, number
    return (WHOLE if asked.whole else TEXT), NO_SET


def _guards(spots: Sequence[Spot]) -> Iterator[tuple[int, int, str]]:
    """The nearest locked text to the left of each open cell, and the nearest above: mostly what heads its row and column."""
    wanted: set[tuple[int, int]] = set()
    fixed = {
        (spot.row, spot.column): spot for spot in spots if not spot.input and not spot.formula and spot.value not in (None, "")
    }
    for axis in (0, 1):
        last: dict[int, tuple[int, int]] = {}
        for spot in sorted(spots, key=lambda each: (each.column, each.row) if axis else (each.row, each.column)):
            here = (spot.row, spot.column)
            for line in _covered(spot, axis):
                if here in fixed:
                    last[line] = here
                elif spot.input and line in last:
                    wanted.add(last[line])
    for here in sorted(wanted):
        yield (*here, comparable(fixed[here].value))


def _covered(spot: Spot, axis: int) -> Iterable[int]:
    """The rows (axis 0) or columns that a spot covers; of an open cell the first."""
    start, count = (spot.column, spot.columns) if axis else (spot.row, spot.rows)
    return range(start, start + (1 if spot.input else count))


def comparable(value: Any) -> str:
    """A locked text as it is compared, whatever programs do to its spaces and numbers."""
    return " ".join(plain(value).split())[:GUARD]


def plain(value: Any) -> str:
    """A value of a cell as text: 2, not 2.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write_map(workbook: Any, made: Map) -> None:
    """Add the hidden sheet. The lists of choices begin in its second column."""
    sheet = workbook.add_worksheet(TITLE)
    for row, part in enumerate(made.packed()):
        sheet.write_string(row, 0, part)
    for number, choices in enumerate(made.choices):
        for row, (_, shown) in enumerate(choices):
            _put(sheet, row, number + 1, shown)
    sheet.very_hidden()
    sheet.protect()


def _put(sheet: Any, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def offered(made: Map, number: int) -> str:
    """The range of the hidden sheet with what a set of choices offers."""
    return area((0, number + 1), (len(made.choices[number]) - 1, number + 1), sheet=TITLE)
