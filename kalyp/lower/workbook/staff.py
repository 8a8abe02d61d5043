"""The staff sheet: who there is, what each teaches, what came from whom, and what is contradictory."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.workbook.formulas import printed, quoted, sentences, ticked
from kalyp.lower.workbook.frame import Frame, own_subjects
from kalyp.lower.workbook.places import LevelColumns, Places, StaffColumns
from kalyp.model.cells import Cell, Highlight, Input, Sheet, Style, address
from kalyp.model.workbook import Group

C = StaffColumns
WIDTHS = (9.0, 58.0, 56.0, 38.0, 38.0, 38.0, 22.0, 13.0, 11.0, 11.0, 11.0, 11.0, 70.0, 10.0)  # mm
HEAD_HEIGHT = 34.0  # mm
TYPED = range(C.POSITION, C.LEFT_OUT + 1)  # columns, besides the name


def staff_sheet(frame: Frame) -> Sheet:
    """A row a person: inputs, then what the program counts and warns of."""
    words, places = frame.workbook.sheets.staff, Places(frame)
    rows = places.staff
    cells = [
        Cell(0, 0, frame.say(words.title), style="title", columns=C.NOTES + 1),
        Cell(1, 0, frame.say(words.lead), style="note", columns=C.NOTES + 1),
        *_heads(frame, rows.first - 1),
    ]
    for index in range(rows.count):
        cells.extend(_inputs(frame, index))
        cells.extend(_counted(frame, places, index))
    first, last = rows.first, rows.row(rows.count) - 1
    notes = address(first, C.NOTES, fixed="column")
    left_out = address(first, C.LEFT_OUT, fixed="column")
    return Sheet(
        id="staff",
        title=rows.sheet,
        page=frame.page(),
        widths=WIDTHS,
        cells=tuple(cells),
        heights=((rows.first - 1, HEAD_HEIGHT),),
        highlights=(
            Highlight(f"{address(first, C.NOTES)}:{address(last, C.NOTES)}", f'{notes}<>""', "flag"),
            Highlight(f"{address(first, C.NUMBER)}:{address(last, C.PRIORITIES)}", ticked(left_out), "mute"),
        ),
        frozen=(rows.first, C.NAME + 1),
        heads=(rows.first - 1, rows.first - 1),
        columns_hidden=((C.COUNTS, C.COUNTS),),
        printed=printed(rows, C.NAME, C.NOTES, least=20),
    )


def _heads(frame: Frame, row: int) -> Iterator[Cell]:
    words = frame.workbook.sheets.staff
    heads: list[tuple[str, Style]] = [
        (frame.say(words.number), "head"),
        (frame.label("full-name"), "head"),
        (frame.label("position"), "head"),
        (frame.say(words.subject, number=1), "head"),
        (frame.say(words.subject, number=2), "head"),
        (frame.say(words.taught), "head"),
        (frame.label("category"), "head"),
        (frame.say(words.left_out), "turned"),
        (frame.say(words.own), "turned"),
        (frame.say(words.supervisor), "turned"),
        (frame.say(words.open), "turned"),
        (frame.say(words.priorities), "turned"),
        (frame.say(words.notes), "head"),
    ]
    return (Cell(row, column, head, style=style) for column, (head, style) in enumerate(heads))


def _inputs(frame: Frame, index: int) -> Iterator[Cell]:
    row, places = Places(frame).staff.row(index), Places(frame)
    name = f"staff.{index + 1}"
    own = tuple((subject, f"subject.{subject}") for subject in own_subjects(frame.workbook))
    offered = places.subjects.column(places.subject_columns.NAME)
    yield Cell(row, C.NUMBER, index + 1, style="centred")
    for column, made in (
        (C.NAME, Input(f"{name}.name")),
        (C.POSITION, Input(f"{name}.position")),
        (C.SUBJECT_1, Input(f"{name}.subject-1", tuple(frame.subjects), offered=offered, called=own)),
        (C.SUBJECT_2, Input(f"{name}.subject-2", tuple(frame.subjects), offered=offered, called=own)),
        (C.TAUGHT, Input(f"{name}.taught")),
        (C.CATEGORY, Input(f"{name}.category", frame.categories)),
        (C.LEFT_OUT, Input(f"{name}.left-out", box=True, centred=True)),
    ):
        yield frame.open(row, column, made)


def _counted(frame: Frame, places: Places, index: int) -> Iterator[Cell]:
    rows = places.staff
    row, name = rows.row(index), rows.cell(index, C.NAME)
    for column, behind in (
        (C.OWN, LevelColumns.G_OWN),
        (C.SUPERVISOR, LevelColumns.G_SUPERVISOR),
        (C.OPEN, LevelColumns.G_OPEN),
        (C.PRIORITIES, LevelColumns.G_PRIORITIES),
    ):
        total = "+".join(_of_person(frame, places, group, index, behind) for group in frame.workbook.groups)
        yield Cell(row, column, formula=f'IF(TRIM({name})="","",{total})', style="count")
    yield Cell(row, C.NOTES, formula=_notes(frame, places, index))
    left_out = rows.cell(index, C.LEFT_OUT)
    yield Cell(row, C.COUNTS, formula=f'IF(AND(TRIM({name})<>"",NOT({ticked(left_out)})),1,0)', style="count")


def _of_person(frame: Frame, places: Places, group: Group, index: int, behind: int) -> str:
    """What a group's sheet of levels counts of a person, wherever they stand on it."""
    levels, column = places.levels(group), places.level_columns(group).after(behind)
    if group.places is None:
        return levels.cell(index, column)
    return f"SUMIF({levels.column(LevelColumns.NUMBER)},{index + 1},{levels.column(column)})"


def _notes(frame: Frame, places: Places, index: int) -> str:
    """All that is wrong or missing in a row, one sentence after the other."""
    words, rows, groups = frame.workbook.sheets.staff, places.staff, frame.workbook.groups
    name, category, left_out = (rows.cell(index, column) for column in (C.NAME, C.CATEGORY, C.LEFT_OUT))
    subjects = [rows.cell(index, column) for column in (C.SUBJECT_1, C.SUBJECT_2)]
    results, known = places.results(frame.main), places.result_columns(frame.main)
    numbers = [results.cell(index, column) for column in (known.subject_1, known.subject_2)]
    filled = [f"COUNTA({rows.across(index, TYPED[0], TYPED[-1])})"]
    for group in groups:
        if group.places is None:
            levels, columns = places.levels(group), places.level_columns(group)
            filled.append(f"COUNTA({levels.across(index, columns.FIRST, columns.last, deep=columns.STEP)})")
    wrong = "+".join(_of_person(frame, places, group, index, LevelColumns.G_WRONG) for group in groups)
    many = ",".join(_too_many(frame, places, group, index) for group in groups)
    categories = ",".join(f"{category}={quoted(str(shown))}" for _, shown in frame.categories)
    found = [
        (f'AND(TRIM({name})="",{"+".join(filled)}>0)', frame.say(words.no_name)),
        (f'IF(TRIM({name})="",FALSE,SUMPRODUCT(--(TRIM({rows.column(C.NAME)})=TRIM({name})))>1)', frame.say(words.same_name)),
        (f'AND({subjects[0]}<>"",{subjects[0]}={subjects[1]})', frame.say(words.same_subject)),
        *(
            (f'AND({subject}<>"",{number}=0)', frame.say(words.subject_wrong, number=which))
            for which, (subject, number) in enumerate(zip(subjects, numbers, strict=True), start=1)
        ),
        (f'AND({category}<>"",NOT(OR({categories})))', frame.say(words.category_wrong)),
        (f'AND({left_out}<>"",NOT({ticked(left_out)}))', frame.say(words.box_wrong)),
        (ticked(left_out), frame.say(words.not_counted)),
        (f"{wrong}>0", frame.say(words.levels_wrong)),
        (f"OR({many})", frame.say(words.too_many, most=frame.workbook.priorities)),
    ]
    return sentences(found)


def _too_many(frame: Frame, places: Places, group: Group, index: int) -> str:
    """Whether a person has more priorities in a group than they should."""
    levels, column = places.levels(group), places.level_columns(group).after(LevelColumns.G_PRIORITIES)
    most = frame.workbook.priorities
    if group.places is None:
        return f"{levels.cell(index, column)}>{most}"
    return f"SUMPRODUCT(({levels.column(LevelColumns.NUMBER)}={index + 1})*({levels.column(column)}>{most}))>0"
