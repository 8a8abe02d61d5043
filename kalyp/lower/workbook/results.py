"""A group's list: each person who is counted, with the levels in force and what they need; all counts are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from kalyp.lower.workbook.formulas import any_of, listed, printed, quoted, ticked
from kalyp.lower.workbook.frame import Frame
from kalyp.lower.workbook.levels import HEAD_HEIGHT, LEVEL_WIDTH
from kalyp.lower.workbook.places import LevelColumns, Places, StaffColumns
from kalyp.model.cells import Cell, Highlight, Sheet, Style, address
from kalyp.model.workbook import Group

WIDTHS = (11.0, 78.0, 10.0, 10.0, 10.0, 10.0, 10.0, 40.0)  # mm: before the levels
HIDDEN_WIDTH = 8.0
LOOKS: tuple[Literal["low", "middle", "high"], ...] = ("low", "middle", "high")


def results_sheet(frame: Frame, group: Group) -> Sheet:
    """The list of a group."""
    words, places = frame.workbook.sheets.results, Places(frame)
    rows, columns = places.results(group), places.result_columns(group)
    cells = [
        Cell(0, 0, frame.titled(words.title, group), style="title", columns=columns.last + 1),
        Cell(1, 0, frame.say(words.lead), style="note", columns=columns.last + 1),
        *_heads(frame, group, rows.first - 1),
    ]
    for index in range(rows.count):
        cells.extend(_person(frame, places, group, index))
    hidden = columns.of_level(len(frame.levels(group)) - 1)
    here = address(rows.first, columns.FIRST)
    found = f"{here}:{address(rows.row(rows.count) - 1, columns.last)}"
    return Sheet(
        id=f"results-{group.id}",
        title=rows.sheet,
        page=frame.page(),
        widths=(*WIDTHS, *(LEVEL_WIDTH for _ in range(columns.size)), *(HIDDEN_WIDTH for _ in range(columns.last, hidden))),
        cells=tuple(cells),
        heights=((rows.first - 1, HEAD_HEIGHT),),
        highlights=tuple(
            Highlight(found, f"{here}={level.mark}", look) for level, look in zip(frame.levels(group), LOOKS, strict=True)
        ),
        frozen=(rows.first, columns.NAME + 1),
        heads=(rows.first - 1, rows.first - 1),
        columns_hidden=((columns.counts, hidden),),
        printed=printed(rows, columns.NAME, columns.last, least=20),
    )


def _heads(frame: Frame, group: Group, row: int) -> Iterator[Cell]:
    words, staff = frame.workbook.sheets.results, frame.workbook.sheets.staff
    heads: list[tuple[str, Style]] = [
        (frame.say(staff.number), "head"),
        (frame.label("full-name"), "head"),
        *((frame.say(word), "turned") for word in (staff.own, staff.supervisor, staff.open, words.levels, words.needs)),
        (frame.say(words.codes), "head"),
        *((frame.called(competency), "turned") for competency in frame.competencies(group)),
    ]
    return (Cell(row, column, head, style=style) for column, (head, style) in enumerate(heads))


def _person(frame: Frame, places: Places, group: Group, index: int) -> Iterator[Cell]:
    rows, columns, levels = places.results(group), places.result_columns(group), places.levels(group)
    row, counts = rows.row(index), rows.cell(index, columns.counts)
    behind = places.level_columns(group)
    needs = rows.across(index, columns.need(0), columns.need(columns.size - 1))
    codes = listed(
        [
            (f"{rows.cell(index, columns.need(at))}=1", quoted(competency.code))
            for at, competency in enumerate(frame.competencies(group))
        ]
    )
    shown: list[tuple[int, str, Style]] = [
        (columns.NUMBER, levels.cell(index, LevelColumns.NUMBER), "centred"),
        (columns.NAME, levels.cell(index, LevelColumns.NAME), "cell"),
        (columns.OWN, levels.cell(index, behind.after(LevelColumns.G_OWN)), "count"),
        (columns.SUPERVISOR, levels.cell(index, behind.after(LevelColumns.G_SUPERVISOR)), "count"),
        (columns.OPEN, levels.cell(index, behind.after(LevelColumns.G_OPEN)), "count"),
        (columns.GIVEN, f"COUNT({rows.across(index, columns.FIRST, columns.last)})", "count"),
        (columns.NEEDS, f"SUM({needs})", "count"),
        (columns.CODES, codes, "cell"),
    ]
    for column, formula, style in shown:
        yield Cell(row, column, formula=f'IF({counts}=1,{formula},"")', style=style)
    yield Cell(row, columns.counts, formula=_counts(places, group, index), style="count")
    marks = [level.mark for level in frame.levels(group)]
    for at in range(columns.size):
        yield Cell(row, columns.FIRST + at, formula=_in_force(places, group, index, at, marks), style="centred")
        yield Cell(row, columns.need(at), formula=_need(frame, places, group, index, at), style="count")
    for at, mark in enumerate(marks):
        across = rows.across(index, columns.FIRST, columns.last)
        yield Cell(row, columns.of_level(at), formula=f"COUNTIF({across},{mark})", style="count")
    if group is frame.main:
        for column, subject in ((columns.subject_1, StaffColumns.SUBJECT_1), (columns.subject_2, StaffColumns.SUBJECT_2)):
            yield Cell(row, column, formula=_subject(places, index, subject), style="count")


def _counts(places: Places, group: Group, index: int) -> str:
    """1 if the person has a name and isn't left out; of two places with one number the first counts."""
    staff, levels = places.staff, places.levels(group)
    if group.places is None:
        return staff.cell(index, StaffColumns.COUNTS)
    number, every = levels.cell(index, LevelColumns.NUMBER), levels.column(LevelColumns.NUMBER)
    found = f"INDEX({staff.column(StaffColumns.COUNTS)},MATCH({number},{staff.column(StaffColumns.NUMBER)},0))"
    return f'IF({number}="",0,IFERROR(IF(MATCH({number},{every},0)={index * levels.step + 1},{found},0),0))'


def _in_force(places: Places, group: Group, index: int, at: int, marks: Sequence[object]) -> str:
    """The level in force: the agreed one, or the one that the person and the supervisor both gave."""
    levels, columns = places.levels(group), places.level_columns(group)
    own, supervisor, agreed = (
        levels.cell(index, columns.FIRST + at, down) for down in (columns.OWN, columns.SUPERVISOR, columns.AGREED)
    )
    counts = places.results(group).cell(index, places.result_columns(group).counts)
    both = f'IF(AND({any_of(own, marks)},{own}={supervisor}),{own},"")'
    return f'IF({counts}=1,IF({any_of(agreed, marks)},{agreed},{both}),"")'


def _need(frame: Frame, places: Places, group: Group, index: int, at: int) -> str:
    """1 if the person needs the competency, by the school's choice of what a need is."""
    rows, columns, levels = places.results(group), places.result_columns(group), places.levels(group)
    level, counts = rows.cell(index, columns.FIRST + at), rows.cell(index, columns.counts)
    priority = levels.cell(index, LevelColumns.FIRST + at, LevelColumns.PRIORITY)
    marks = [found.mark for found in frame.levels(group)]
    ways = {"priorities": ticked(priority), "low": f"{level}={marks[0]}", "low-middle": any_of(level, marks[:2])}
    chosen = ",".join(f"IF({ways[choice.id]},1,0)" for choice in frame.workbook.needs)
    return f"IF({counts}=1,CHOOSE({places.need_number},{chosen}),0)"


def _subject(places: Places, index: int, column: int) -> str:
    """The number of a subject in the list of all, 0 for none or an unknown one; signs that stand for any text are escaped."""
    subject, subjects = places.staff.cell(index, column), places.subjects.column(places.subject_columns.NAME)
    sought = subject
    for sign in "~*?":
        sought = f'SUBSTITUTE({sought},"{sign}","~{sign}")'
    return f'IF({subject}="",0,IFERROR(MATCH({sought},{subjects},0),0))'
