"""A group's sheet of levels: four rows a person (own, supervisor's, agreed, priority) × competencies, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.workbook.formulas import any_of, count_of, printed, sentences, ticked, ticks
from kalyp.lower.workbook.frame import AGREED, OWN, SUPERVISOR, Frame
from kalyp.lower.workbook.places import LevelColumns, Places, StaffColumns
from kalyp.model.cells import Cell, Choices, Highlight, Input, Sheet, Style, address
from kalyp.model.workbook import Group

NUMBER_WIDTH, NAME_WIDTH, WHAT_WIDTH, LEVEL_WIDTH, COUNT_WIDTH, NOTES_WIDTH = 11.0, 48.0, 32.0, 9.0, 10.0, 56.0  # mm
HEAD_HEIGHT = 54.0  # mm: of the competencies' names, set bottom-up
STEP = LevelColumns.STEP


def levels_sheet(frame: Frame, group: Group) -> Sheet:
    """The sheet of a group."""
    words, places = frame.workbook.sheets.levels, Places(frame)
    rows, columns = places.levels(group), places.level_columns(group)
    lead = [words.lead] if group.places is None else [words.lead_numbers, words.lead]
    cells = [
        Cell(0, 0, frame.titled(words.title, group), style="title", columns=columns.after(LevelColumns.G_NOTES) + 1),
        Cell(1, 0, " ".join(map(frame.say, lead)), style="note", columns=columns.after(LevelColumns.G_NOTES) + 1),
        *domain_bands(frame, group, rows.first - 2, columns.FIRST),
        *_heads(frame, group, rows.first - 1),
    ]
    for index in range(rows.count):
        cells.extend(_person(frame, places, group, index))
        cells.extend(_counted(frame, places, group, index))
    notes = columns.after(LevelColumns.G_NOTES)
    return Sheet(
        id=f"levels-{group.id}",
        title=rows.sheet,
        page=frame.page(),
        widths=(
            *(NUMBER_WIDTH, NAME_WIDTH, WHAT_WIDTH),
            *(LEVEL_WIDTH for _ in range(columns.size)),
            *(COUNT_WIDTH for _ in range(LevelColumns.G_NOTES)),
            *(NOTES_WIDTH, COUNT_WIDTH),
        ),
        cells=tuple(cells),
        heights=((rows.first - 1, HEAD_HEIGHT),),
        highlights=tuple(_highlights(frame, places, group)),
        frozen=(rows.first, columns.FIRST),
        heads=(rows.first - 2, rows.first - 1),
        columns_hidden=((notes + 1, notes + 1),),
        printed=printed(rows, columns.NAME, notes, least=4),
    )


def domain_bands(frame: Frame, group: Group, row: int, column: int) -> Iterator[Cell]:
    """The domains' codes above their competencies; titles have no room above a few narrow columns."""
    for domain in frame.domains(group):
        yield Cell(row, column, domain.code, style="band", columns=len(domain.competencies))
        column += len(domain.competencies)


def _heads(frame: Frame, group: Group, row: int) -> Iterator[Cell]:
    words, staff = frame.workbook.sheets.levels, frame.workbook.sheets.staff
    columns = Places(frame).level_columns(group)
    heads: list[tuple[str, Style]] = [
        (frame.say(words.number), "head"),
        (frame.label("full-name"), "head"),
        (frame.say(words.what), "head"),
        *((frame.called(competency), "turned") for competency in frame.competencies(group)),
        *((frame.say(word), "turned") for word in (staff.own, staff.supervisor, staff.open, staff.priorities)),
        (frame.say(staff.notes), "head"),
    ]
    assert len(heads) == columns.after(LevelColumns.G_NOTES) + 1  # noqa: S101
    return (Cell(row, column, head, style=style) for column, (head, style) in enumerate(heads))


def _person(frame: Frame, places: Places, group: Group, index: int) -> Iterator[Cell]:
    words, rows, columns = frame.workbook.sheets.levels, places.levels(group), places.level_columns(group)
    row, staff = rows.row(index), places.staff
    if group.places is None:
        name = staff.cell(index, StaffColumns.NAME)
        yield Cell(row, columns.NUMBER, index + 1, style="centred", rows=STEP)
        yield Cell(row, columns.NAME, formula=f'IF({name}="","",{name})', rows=STEP)
    else:
        made = Input(f"person.{group.id}.{index + 1}", whole=(1, staff.count), centred=True)
        yield frame.open(row, columns.NUMBER, made, rows=STEP)
        yield Cell(row, columns.NAME, formula=_looked_up(places, group, index), rows=STEP)
    marks: Choices = tuple((level.id, level.mark) for level in frame.levels(group))
    who = ((OWN, words.own), (SUPERVISOR, words.supervisor), (AGREED, words.agreed))
    for down, (name, said) in enumerate(who):
        yield Cell(row + down, columns.WHAT, frame.say(said))
        for column, competency in enumerate(frame.competencies(group), start=columns.FIRST):
            made = Input(f"level.{group.id}.{index + 1}.{name}.{competency.id}", marks, centred=True)
            yield frame.open(row + down, column, made)
    yield Cell(row + columns.PRIORITY, columns.WHAT, frame.say(words.priority))
    for column, competency in enumerate(frame.competencies(group), start=columns.FIRST):
        made = Input(f"priority.{group.id}.{index + 1}.{competency.id}", box=True, centred=True)
        yield frame.open(row + columns.PRIORITY, column, made)


def _looked_up(places: Places, group: Group, index: int) -> str:
    """The name of the person whose number on the staff sheet was typed."""
    number, staff = places.levels(group).cell(index, LevelColumns.NUMBER), places.staff
    names, numbers = staff.column(StaffColumns.NAME), staff.column(StaffColumns.NUMBER)
    return f'IF({number}="","",IFERROR(INDEX({names},MATCH({number},{numbers},0))&"",""))'


def _counted(frame: Frame, places: Places, group: Group, index: int) -> Iterator[Cell]:
    """What is counted of a person, beside the levels."""
    rows, columns = places.levels(group), places.level_columns(group)
    marks = [level.mark for level in frame.levels(group)]
    own, supervisor, agreed, priority = (
        rows.across(index, columns.FIRST, columns.last, down)
        for down in (columns.OWN, columns.SUPERVISOR, columns.AGREED, columns.PRIORITY)
    )
    typed = rows.across(index, columns.FIRST, columns.last, deep=columns.PRIORITY)
    both = f"{count_of(own, marks)}*{count_of(supervisor, marks)}*({own}<>{supervisor})"
    for behind, formula in (
        (LevelColumns.G_OWN, f"SUMPRODUCT({count_of(own, marks)})"),
        (LevelColumns.G_SUPERVISOR, f"SUMPRODUCT({count_of(supervisor, marks)})"),
        (LevelColumns.G_OPEN, f"SUMPRODUCT({both}*(1-{count_of(agreed, marks)}))"),
        (LevelColumns.G_PRIORITIES, f"SUMPRODUCT({ticks(priority)})"),
        (
            LevelColumns.G_WRONG,
            f'SUMPRODUCT(({typed}<>"")*(1-{count_of(typed, marks)}))+SUMPRODUCT(({priority}<>"")*(1-{ticks(priority)}))',
        ),
    ):
        yield Cell(rows.row(index), columns.after(behind), formula=formula, style="count", rows=STEP)
    notes = _notes(frame, places, group, index)
    yield Cell(rows.row(index), columns.after(LevelColumns.G_NOTES), formula=notes, rows=STEP)


def _notes(frame: Frame, places: Places, group: Group, index: int) -> str:
    words, staff_words, staff = frame.workbook.sheets.levels, frame.workbook.sheets.staff, places.staff
    rows, columns = places.levels(group), places.level_columns(group)
    number, name = rows.cell(index, columns.NUMBER), rows.cell(index, columns.NAME)
    filled = f"COUNTA({rows.across(index, columns.FIRST, columns.last, deep=STEP)})>0"
    if group.places is None:
        counts = staff.cell(index, StaffColumns.COUNTS)
        who = [(f'AND(TRIM({name})="",{filled})', frame.say(words.no_name))]
    else:
        numbers, every = staff.column(StaffColumns.NUMBER), rows.column(columns.NUMBER)
        counts = f"IFERROR(INDEX({staff.column(StaffColumns.COUNTS)},MATCH({number},{numbers},0)),1)"
        first = f'IF(OR({number}="",TRIM({name})=""),TRUE,MATCH({number},{every},0)={index * STEP + 1})'
        who = [
            (f'AND(TRIM({name})="",OR({number}<>"",{filled}))', frame.say(words.number_wrong)),
            (f"NOT({first})", frame.say(words.number_twice)),
        ]
    found = [
        *who,
        (f'AND(TRIM({name})<>"",{counts}=0)', frame.say(staff_words.not_counted)),
        (f"{rows.cell(index, columns.after(LevelColumns.G_WRONG))}>0", frame.say(staff_words.levels_wrong)),
        (
            f"{rows.cell(index, columns.after(LevelColumns.G_PRIORITIES))}>{frame.workbook.priorities}",
            frame.say(staff_words.too_many, most=frame.workbook.priorities),
        ),
    ]
    return sentences(found)


def _highlights(frame: Frame, places: Places, group: Group) -> Iterator[Highlight]:
    """What shows at a glance: signs that are no level, levels that differ and wait for agreement, too many priorities."""
    rows, columns = places.levels(group), places.level_columns(group)
    first, end, marks = rows.first, rows.row(rows.count) - 1, [level.mark for level in frame.levels(group)]

    def here(down: int, last: int) -> tuple[str, str]:
        """The range of a row of each person, and whether a cell in it stands in that row."""
        found = f"{address(first + down, columns.FIRST)}:{address(end - STEP + 1 + last, columns.last)}"
        return found, f"MOD(ROW()-{first + 1},{STEP})={down}"

    def at(down: int) -> str:
        return address(first + down, columns.FIRST)

    area, is_row = f"{at(0)}:{address(end, columns.last)}", f"MOD(ROW()-{first + 1},{STEP})"
    yield Highlight(area, f'AND({is_row}<{columns.PRIORITY},{at(0)}<>"",NOT({any_of(at(0), marks)}))', "flag")
    yield Highlight(area, f'AND({is_row}={columns.PRIORITY},{at(0)}<>"",NOT({ticked(at(0))}))', "flag")
    across = f"{address(first, columns.FIRST, fixed='column')}:{address(first, columns.last, fixed='column')}"
    many = f"SUMPRODUCT({ticks(across)})>{frame.workbook.priorities}"
    yield Highlight(area, f"AND({is_row}={columns.PRIORITY},{ticked(at(0))},{many})", "flag")
    for down, one, other in ((columns.OWN, 0, 1), (columns.SUPERVISOR, 1, 0)):
        found, row = here(down, down)
        differ = f'{at(one)}<>"",{at(other)}<>"",{at(one)}<>{at(other)}'
        yield Highlight(found, f"AND({row},{differ})", "differ")
    found, row = here(columns.AGREED, columns.AGREED)
    waiting = f'{at(2)}="",{at(0)}<>"",{at(1)}<>"",{at(0)}<>{at(1)}'
    yield Highlight(found, f"AND({row},{waiting})", "differ")
    name = address(first, columns.NAME, fixed="column")
    counts = f"{address(first, columns.after(0))}:{address(end, columns.after(LevelColumns.G_PRIORITIES))}"
    yield Highlight(counts, f'AND({name}="",{address(first, columns.after(0))}=0)', "hide")
    notes = columns.after(LevelColumns.G_NOTES)
    yield Highlight(f"{address(first, notes)}:{address(end, notes)}", f'{address(first, notes)}<>""', "flag")
