"""The counts by subject: who teaches it, their levels, and which competencies they need; the request takes its numbers here."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.workbook.counts import level_heads, shares
from kalyp.lower.workbook.formulas import Rows
from kalyp.lower.workbook.frame import Frame
from kalyp.lower.workbook.levels import HEAD_HEIGHT, LEVEL_WIDTH
from kalyp.lower.workbook.places import Places
from kalyp.model.cells import Cell, Highlight, Sheet, Style, address

NAME_WIDTH, COUNT_WIDTH, NEED_WIDTH = 46.0, 12.0, 58.0  # mm
ROW_HEIGHT = 9.5  # mm: two lines, for the name of what is needed first


def subjects_sheet(frame: Frame) -> Sheet:
    """A row a subject, those of the school's own last."""
    words, places, group = frame.workbook.sheets.subjects, Places(frame), frame.main
    rows, columns = places.subjects, places.subject_columns
    heads: list[tuple[str, Style]] = [
        (frame.say(words.subject), "head"),
        (frame.say(words.people), "turned"),
        *((head, "turned") for head in level_heads(frame, group)),
        (frame.say(words.first_need), "head"),
        *((frame.called(competency), "turned") for competency in frame.competencies(group)),
    ]
    cells = [
        Cell(0, 0, frame.say(words.title), style="title", columns=columns.last + 1),
        Cell(1, 0, frame.say(words.lead), style="note", columns=columns.last + 1),
        *(Cell(rows.first - 1, column, head, style=style) for column, (head, style) in enumerate(heads)),
    ]
    for index in range(rows.count):
        cells.extend(_subject(frame, places, index))
    here = address(rows.first, columns.need)
    last = address(rows.row(rows.count) - 1, columns.last)
    found, every = f"{here}:{last}", f"{address(rows.first, columns.PEOPLE)}:{last}"
    return Sheet(
        id="subjects",
        title=rows.sheet,
        page=frame.page(),
        widths=(
            *(NAME_WIDTH, COUNT_WIDTH),
            *(COUNT_WIDTH for _ in range(columns.level, columns.first_need)),
            NEED_WIDTH,
            *(LEVEL_WIDTH for _ in range(columns.need, columns.last + 1)),
        ),
        cells=tuple(cells),
        heights=((rows.first - 1, HEAD_HEIGHT), *((rows.row(index), ROW_HEIGHT) for index in range(rows.count))),
        highlights=(
            Highlight(every, f'{address(rows.first, 0, fixed="column")}=""', "hide"),
            Highlight(found, f"{here}=0", "mute"),
        ),
        frozen=(rows.first, 1),
        heads=(rows.first - 1, rows.first - 1),
    )


def of_subject(subject_1: str, subject_2: str, number: int, summed: str) -> str:
    """The sum of a column over all people who teach a subject, as the first or the second, each once."""
    return f'SUMIFS({summed},{subject_1},{number})+SUMIFS({summed},{subject_2},{number},{subject_1},"<>{number}")'


def _subject(frame: Frame, places: Places, index: int) -> Iterator[Cell]:
    group, rows, columns = frame.main, places.subjects, places.subject_columns
    people, known = places.results(group), places.result_columns(group)
    taught = people.column(known.subject_1), people.column(known.subject_2)
    row, needs = rows.row(index), rows.across(index, columns.need, columns.last)
    yield _name(frame, places, index)

    def summed(column: int) -> str:
        return of_subject(*taught, index + 1, people.column(column))

    yield Cell(row, columns.PEOPLE, formula=summed(known.counts), style="count")
    counted = [summed(known.of_level(at)) for at in range(len(frame.levels(group)))]
    yield from shares(rows, index, columns.level, counted, "count")
    heads = Rows(rows.sheet, rows.first - 1, 1).across(0, columns.need, columns.last)
    first = f"INDEX({heads},MATCH(MAX({needs}),{needs},0))"
    yield Cell(row, columns.first_need, formula=f'IF(MAX({needs})=0,"",{first})')
    for at in range(known.size):
        yield Cell(row, columns.need + at, formula=summed(known.need(at)), style="count")


def _name(frame: Frame, places: Places, index: int) -> Cell:
    row, known = places.subjects.row(index), len(frame.subjects)
    if index < known:
        return Cell(row, 0, frame.subjects[index][1])
    typed = places.own_subjects.cell(index - known, 1)
    return Cell(row, 0, formula=f'IF({typed}="","",{typed})')
