"""The page for the staff meeting: who took part, levels by domain, what is needed most. No names, and nobody's own levels."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.workbook.counts import counted_as, level_heads, level_series
from kalyp.lower.workbook.formulas import Rows, listed
from kalyp.lower.workbook.frame import Frame
from kalyp.lower.workbook.places import Places
from kalyp.model.cells import Cell, Chart, Series, Sheet, Style
from kalyp.model.workbook import Group

TOP = 10
WIDTHS = (12.0, 64.0, *(21.0 for _ in range(7)))  # mm: rank or domain, words, counts
LAST = len(WIDTHS) - 1
PEOPLE = 4  # the row of the first table's heading
HEAD_HEIGHT, CHART_LEAST, BAR = 15.0, 34.0, 5.0  # mm
ROW = 5.3  # mm: a row as high as Excel makes it
HEAD_FIELDS = ("school", "school-year", "date")
LABEL, NUMBER, SHARE = 1, LAST - 1, LAST  # columns of the ranking
COUNTS = 2  # the first column of counts in the tables of people and levels


def summary_sheet(frame: Frame) -> Sheet:
    """The page, as high as a sheet of paper."""
    words, places, group = frame.workbook.sheets.summary, Places(frame), frame.main
    named = frame.say(words.tab)
    people = Rows(named, PEOPLE + 2, len(frame.workbook.groups))
    levels = Rows(named, people.row(people.count) + 3, len(frame.domains(group)) + 1)
    chart = levels.row(levels.count) + 1
    height = CHART_LEAST + BAR * levels.count
    top = Rows(named, chart + int(height / ROW) + 4, min(TOP, len(frame.competencies(group))))
    below = top.row(top.count) + 1
    domains = Rows(named, levels.first, levels.count - 1)
    cells = [
        *_title(frame, places),
        *_people(frame, places, people),
        *_levels(frame, places, levels),
        *_top(frame, places, top),
    ]
    charts = (
        Chart(
            chart,
            0,
            frame.say(words.chart_levels),
            domains.column(LABEL),
            level_series(frame, group, domains, COUNTS),
            sum(WIDTHS),
            height,
            stacked=True,
        ),
        Chart(
            below,
            0,
            frame.say(words.chart_needs),
            top.column(LABEL),
            (Series(frame.say(words.top_people), top.column(NUMBER)),),
            sum(WIDTHS),
            CHART_LEAST + BAR * top.count,
        ),
    )
    return Sheet(
        id="summary",
        title=named,
        page=frame.page(frame.workbook.summary_page),
        widths=WIDTHS,
        cells=tuple(cells),
        heights=((people.first - 1, HEAD_HEIGHT), (levels.first - 1, HEAD_HEIGHT)),
        charts=charts,
        one_page=True,
    )


def _title(frame: Frame, places: Places) -> Iterator[Cell]:
    """The title, then school, year and date in one line."""
    yield Cell(0, 0, frame.say(frame.workbook.sheets.summary.title), style="title", columns=LAST + 1)
    fields = [name for name in HEAD_FIELDS if name in frame.workbook.fields]
    typed = [places.school.cell(frame.workbook.fields.index(name), 1) for name in fields]
    line = listed([(f'{cell}<>""', cell) for cell in typed], between=" · ")
    yield Cell(1, 0, formula=line, style="heading", columns=LAST + 1)
    yield Cell(2, 0, formula=counted_as(frame, places), style="text", columns=LAST + 1)


def _heads(row: int, first: str, heads: list[str]) -> Iterator[Cell]:
    yield Cell(row, 0, first, style="head", columns=COUNTS)
    yield from (Cell(row, column, head, style="head") for column, head in enumerate(heads, start=COUNTS))


def _people(frame: Frame, places: Places, rows: Rows) -> Iterator[Cell]:
    """How many people of each group there are, and how far their forms are."""
    words = frame.workbook.sheets.summary
    heads = [frame.say(word) for word in (words.people, words.own, words.supervisor, words.settled, words.open)]
    yield Cell(rows.first - 2, 0, frame.say(words.people_head), style="heading", columns=LAST + 1)
    yield from _heads(rows.first - 1, "", heads)
    for index, group in enumerate(frame.workbook.groups):
        title = frame.say(group.title)
        yield Cell(rows.row(index), 0, title[:1].upper() + title[1:], columns=COUNTS)
        for column, formula in enumerate(_taking_part(places, group), start=COUNTS):
            yield Cell(rows.row(index), column, formula=formula, style="count")


def _taking_part(places: Places, group: Group) -> list[str]:
    """People, those with own levels, with the supervisor's, with all levels in force, with some still to be agreed on."""
    rows, columns = places.results(group), places.result_columns(group)
    counts = rows.column(columns.counts)
    where = ((columns.OWN, '">0"'), (columns.SUPERVISOR, '">0"'), (columns.GIVEN, str(columns.size)), (columns.OPEN, '">0"'))
    return [f"SUM({counts})", *(f"COUNTIFS({counts},1,{rows.column(column)},{wanted})" for column, wanted in where)]


def _levels(frame: Frame, places: Places, rows: Rows) -> Iterator[Cell]:
    """The levels of the main group by domain, and of all."""
    words, group = frame.workbook.sheets.summary, frame.main
    counted, columns = places.domains(group), places.count_columns(group)
    yield Cell(rows.first - 2, 0, frame.say(words.levels_head), style="heading", columns=LAST + 1)
    yield from _heads(rows.first - 1, frame.say(frame.workbook.sheets.competencies.domain), level_heads(frame, group))
    width = 2 * columns.levels + 1
    for index in range(rows.count):
        whole = index == counted.count
        styles: tuple[Style, Style] = ("total", "share") if whole else ("count", "share")
        if whole:
            yield Cell(rows.row(index), 0, frame.say(frame.workbook.sheets.competencies.overall), style="total", columns=COUNTS)
        else:
            domain = frame.domains(group)[index]
            yield Cell(rows.row(index), 0, domain.code, style="centred")
            yield Cell(rows.row(index), LABEL, frame.say(domain.title))
        for at in range(width):
            style = styles[at > columns.levels]
            yield Cell(rows.row(index), COUNTS + at, formula=counted.cell(index, columns.FIRST + at), style=style)


def _top(frame: Frame, places: Places, rows: Rows) -> Iterator[Cell]:
    """What most people need, with its rank; no rows for what nobody needs."""
    words, group = frame.workbook.sheets.summary, frame.main
    counts, columns = places.counts(group), places.count_columns(group)
    people = places.results(group).column(places.result_columns(group).counts)
    yield Cell(rows.first - 2, 0, frame.say(words.top_head), style="heading", columns=LAST + 1)
    yield Cell(rows.first - 1, 0, frame.say(frame.workbook.sheets.competencies.rank), style="head")
    yield Cell(rows.first - 1, LABEL, frame.say(frame.workbook.sheets.competencies.competency), style="head", columns=NUMBER - 1)
    yield Cell(rows.first - 1, NUMBER, frame.say(words.top_people), style="head")
    yield Cell(rows.first - 1, SHARE, frame.say(words.top_share), style="head")
    nothing = frame.say(words.nothing)
    for index in range(rows.count):
        place = counts.cell(index, columns.ordered)
        number, row = f"INDEX({counts.column(columns.needs)},{place})", rows.row(index)
        named = f'INDEX({counts.column(columns.CODE)},{place})&". "&INDEX({counts.column(columns.NAME)},{place})'
        empty = f'"{nothing}"' if index == 0 else '""'
        yield Cell(row, 0, formula=f"INDEX({counts.column(columns.rank)},{place})", style="centred")
        yield Cell(row, LABEL, formula=f"IF({number}=0,{empty},{named})", columns=NUMBER - 1)
        yield Cell(row, NUMBER, formula=f'IF({number}=0,"",{number})', style="count")
        yield Cell(row, SHARE, formula=f'IF({number}=0,"",{number}/SUM({people}))', style="share")
