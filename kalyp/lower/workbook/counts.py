"""A group's counts: how many people are at each level of each competency and domain, who needs what, and in what order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from kalyp.lower.workbook.formulas import Rows, quoted
from kalyp.lower.workbook.frame import Frame
from kalyp.lower.workbook.places import Places
from kalyp.model.cells import Cell, Chart, Series, Sheet, Style
from kalyp.model.workbook import Group

DOMAIN_WIDTH, CODE_WIDTH, NAME_WIDTH, COUNT_WIDTH, NEEDS_WIDTH = 14.0, 12.0, 84.0, 15.0, 23.0  # mm
HEAD_HEIGHT = 15.0
CHART_LEAST, BAR = 32.0, 4.4  # mm: a chart without bars, and what each takes
PATTERNS: tuple[Literal["dark", "medium", "light"], ...] = ("dark", "medium", "light")
WEIGHT = 1000  # a person in need weighs more than any place in the framework's order


def counts_sheet(frame: Frame, group: Group) -> Sheet:
    """The counts of a group, on one page."""
    words, places = frame.workbook.sheets.competencies, Places(frame)
    rows, columns, domains = places.counts(group), places.count_columns(group), places.domains(group)
    width = columns.rank + 1
    cells = [
        Cell(0, 0, frame.titled(words.title, group), style="title", columns=width),
        Cell(1, 0, formula=counted_as(frame, places), style="note", columns=width),
        *_heads(frame, group, rows.first - 1),
    ]
    first = rows.first
    for domain in frame.domains(group):
        cells.append(Cell(first, columns.DOMAIN, domain.code, style="centred", rows=len(domain.competencies)))
        first += len(domain.competencies)
    for index in range(rows.count):
        cells.extend(_competency(frame, places, group, index))
    cells.append(Cell(domains.first - 1, 0, frame.say(words.domains_head), style="band", columns=width))
    cells.extend(_domains(frame, places, group))
    counts = [NEEDS_WIDTH if column == columns.needs else COUNT_WIDTH for column in range(columns.FIRST, columns.ordered + 1)]
    widths = (DOMAIN_WIDTH, CODE_WIDTH, NAME_WIDTH, *counts)
    chart = Chart(
        domains.first + domains.count + 2,
        0,
        frame.say(words.chart),
        rows.column(columns.CODE),
        level_series(frame, group, rows, columns.FIRST),
        sum(widths[:width]),
        CHART_LEAST + BAR * rows.count,
        stacked=True,
    )
    return Sheet(
        id=f"competencies-{group.id}",
        title=rows.sheet,
        page=frame.page(frame.workbook.summary_page),
        widths=widths,
        cells=tuple(cells),
        heights=((rows.first - 1, HEAD_HEIGHT),),
        charts=(chart,),
        frozen=(rows.first, 0),
        columns_hidden=((columns.key, columns.ordered),),
        one_page=True,
    )


def counted_as(frame: Frame, places: Places) -> str:
    """A formula that says what counts as a need."""
    said = [frame.say(frame.workbook.sheets.summary.counted_as, need=frame.say(need.label)) for need in frame.workbook.needs]
    return f"CHOOSE({places.need_number},{','.join(map(quoted, said))})"


def level_series(frame: Frame, group: Group, rows: Rows, first: int) -> tuple[Series, ...]:
    """The levels, lowest first and darkest, as series of a chart."""
    levels = frame.levels(group)
    return tuple(
        Series(frame.say(level.title), rows.column(first + at), pattern)
        for at, (level, pattern) in enumerate(zip(levels, PATTERNS, strict=True))
    )


def _heads(frame: Frame, group: Group, row: int) -> Iterator[Cell]:
    words = frame.workbook.sheets.competencies
    yield Cell(row, 0, frame.say(words.domain), style="head")
    yield Cell(row, 1, frame.say(words.competency), style="head", columns=2)
    columns = Places(frame).count_columns(group)
    heads = [*level_heads(frame, group), frame.say(words.needs), frame.say(words.rank)]
    yield from (Cell(row, column, head, style="head") for column, head in enumerate(heads, start=columns.FIRST))


def level_heads(frame: Frame, group: Group) -> list[str]:
    """The heads of counts and shares of levels, with their whole between them."""
    marks = [f"{level.mark}" for level in frame.levels(group)]
    titles = [f"{frame.say(level.title)} ({level.mark})" for level in frame.levels(group)]
    return [*titles, frame.say(frame.workbook.sheets.competencies.total), *(f"{mark}, %" for mark in marks)]


def _competency(frame: Frame, places: Places, group: Group, index: int) -> Iterator[Cell]:
    rows, columns = places.counts(group), places.count_columns(group)
    people, known = places.results(group), places.result_columns(group)
    row, competency = rows.row(index), frame.competencies(group)[index]
    yield Cell(row, columns.CODE, competency.code, style="centred")
    yield Cell(row, columns.NAME, frame.say(competency.short))
    levels = people.column(known.FIRST + index)
    counted = [f"COUNTIF({levels},{level.mark})" for level in frame.levels(group)]
    yield from shares(rows, index, columns.FIRST, counted, "count")
    needs, every = rows.cell(index, columns.needs), rows.column(columns.needs)
    yield Cell(row, columns.needs, formula=f"SUM({people.column(known.need(index))})", style="count")
    yield Cell(row, columns.rank, formula=f'IF({needs}=0,"",RANK({needs},{every}))', style="count")
    yield Cell(row, columns.key, formula=f"{needs}*{WEIGHT}+{WEIGHT - 1 - index}", style="count")
    key = f"LARGE({rows.column(columns.key)},{index + 1})"
    yield Cell(row, columns.ordered, formula=f"{WEIGHT}-MOD({key},{WEIGHT})", style="count")


def shares(rows: Rows, index: int, first: int, counted: Sequence[str], style: Style) -> Iterator[Cell]:
    """Counts of the levels, their sum, and the share of each; no shares of nothing."""
    row, total = rows.row(index), first + len(counted)
    whole = rows.cell(index, total)
    for at, formula in enumerate(counted):
        yield Cell(row, first + at, formula=formula, style=style)
        share = f'IF({whole}=0,"",{rows.cell(index, first + at)}/{whole})'
        yield Cell(row, total + 1 + at, formula=share, style="share")
    yield Cell(row, total, formula=f"SUM({rows.across(index, first, total - 1)})", style=style)


def _domains(frame: Frame, places: Places, group: Group) -> Iterator[Cell]:
    """The sums of each domain, and of all."""
    counts, rows, columns = places.counts(group), places.domains(group), places.count_columns(group)
    marks = range(len(frame.levels(group)))
    first = 0
    for index, domain in enumerate(frame.domains(group)):
        here = Rows(counts.sheet, counts.row(first), len(domain.competencies))
        first += here.count
        yield Cell(rows.row(index), columns.DOMAIN, domain.code, style="centred")
        yield Cell(rows.row(index), columns.CODE, frame.say(domain.title), columns=2)
        yield from shares(rows, index, columns.FIRST, [f"SUM({here.column(columns.FIRST + at)})" for at in marks], "count")
        yield Cell(rows.row(index), columns.needs, formula=f"SUM({here.column(columns.needs)})", style="count")
        yield Cell(rows.row(index), columns.rank)
    last = rows.row(rows.count)
    yield Cell(last, 0, frame.say(frame.workbook.sheets.competencies.overall), style="total", columns=3)
    every = [f"SUM({rows.column(columns.FIRST + at)})" for at in marks]
    yield from shares(rows, rows.count, columns.FIRST, every, "total")
    yield Cell(last, columns.needs, formula=f"SUM({rows.column(columns.needs)})", style="total")
    yield Cell(last, columns.rank, style="total")
