"""A district's summary → its workbook in one language: numbers as the schools gave them; sums and places are formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kalyp.lower.context import foot, paper
from kalyp.lower.summary.frame import Frame, added
from kalyp.lower.summary.tables import FIRST, NOTHING, Col, Line, Made, Place, down, place_of, sheet, table
from kalyp.model.cells import Book, Cell, Chart, Series, Sheet, Value, address, area
from kalyp.model.district import OWN, SubjectNeeds
from kalyp.model.framework import Competency
from kalyp.model.summary import SummaryPart

RANK, COUNTED, NUMBER, NAME, TEXT, LONG = 14.0, 26.0, 10.0, 70.0, 100.0, 120.0  # mm: widths of columns
CHART, BAR, CHART_LEAST = 120.0, 8.0, 25.0  # mm: how wide a chart is, how high a bar is, and title and axis


def lower_book(frame: Frame) -> Book:
    """The workbook."""
    summary = frame.summary
    return Book(
        document=summary.id,
        languages=frame.edition.languages,
        title=frame.say(summary.title),
        subject=frame.say(summary.subject),
        foot=foot(frame.edition).plain,
        date=summary.edition.date,
        edition=summary.edition.number,
        sheets=(_needs(frame), _subjects(frame), _grid(frame), _schools(frame), *_own(frame), *_leaders(frame), _files(frame)),
    )


def _place(frame: Frame, name: str, part: SummaryPart) -> Place:
    page = paper(frame.edition.project.pages[frame.summary.sheet_page])
    note = frame.say(part.note) if part.note else ""
    return Place(name, frame.tab(part), frame.say(part.title), note, page)


def _rows(frame: Frame) -> list[str]:
    """What the grid has columns of: the competencies of the form, and what schools added."""
    return [*(found.id for found in frame.competencies), *([OWN] if frame.district.own_competencies else [])]


def _of_schools(frame: Frame, row: str) -> str:
    """The numbers of all schools for a competency, on the sheet of the grid."""
    tab = frame.tab(frame.summary.parts.grid)
    return down(1 + _rows(frame).index(row), len(frame.district.schools), sheet_title=tab)


def _needs(frame: Frame) -> Sheet:
    """The competencies of the form by their places, with a chart of the first."""
    words, needs = frame.summary.words, frame.district.needs
    people = down(2, len(needs))
    lines = [
        Line(
            (
                place_of(FIRST + at, 2, people, need.place if need.people else NOTHING),
                frame.called(need.competency),
                Made(f"SUM({_of_schools(frame, need.competency)})", need.people),
                Made(f'COUNTIF({_of_schools(frame, need.competency)},">0")', len(need.schools)),
            )
        )
        for at, need in enumerate(needs)
    ]
    whole = Made(f"SUM({people})", sum(need.people for need in needs))
    lines.append(Line((None, frame.say(words.total), whole, None), "total"))
    columns = (
        Col(RANK, frame.say(words.rank), "centred"),
        Col(TEXT, frame.word("competency")),
        Col(COUNTED, frame.say(words.teachers), "count"),
        Col(COUNTED, frame.say(words.schools), "count"),
    )
    return sheet(_place(frame, "needs", frame.summary.parts.needs), columns, lines, _charts(frame))


def _charts(frame: Frame) -> tuple[Chart, ...]:
    bars = len([need for need in frame.district.needs if need.people][: frame.summary.bars])
    if not bars:
        return ()
    words, tab = frame.summary.words, frame.tab(frame.summary.parts.needs)
    series = Series(frame.say(words.teachers), down(2, bars, sheet_title=tab))
    title, categories = frame.say(words.chart), down(1, bars, sheet_title=tab)
    return (Chart(FIRST - 1, 5, title, categories, (series,), CHART, CHART_LEAST + BAR * bars),)


def _subjects(frame: Frame) -> Sheet:
    """Competencies × subjects with their sums and the places of the subjects."""
    words, parts, own = frame.summary.words, frame.summary.parts, frame.district.own_subjects
    groups: list[Sequence[SubjectNeeds]] = [*((subject,) for subject in frame.by_form()), *([own] if own else [])]
    needs = frame.needs()
    lines = []
    for domain in frame.framework.domains:
        if domain.competencies:
            lines.append(Line((f"{domain.code}. {frame.say(domain.title)}",), "band"))
        for found in domain.competencies:
            count = Made(f"SUM({_of_schools(frame, found.id)})", needs[found.id].people)
            lines.append(Line((frame.called(found.id), count, *(added(group, found.id) for group in groups))))
    if frame.district.own_competencies:
        count = Made(f"SUM({_of_schools(frame, OWN)})", sum(need.people for need in frame.district.own_competencies))
        lines.append(Line((frame.called(OWN), count, *(added(group, OWN) for group in groups))))
    sums = [sum(school.needs for school in frame.district.schools), *(sum(found.needs for found in group) for group in groups)]
    totals = (Made(f"SUM({down(at, len(lines))})", value) for at, value in enumerate(sums, 1))
    total = FIRST + len(lines)
    among = area((total, 2), (total, 1 + len(frame.matrix.subjects)))
    places = [place_of(total, at, among, found.place if found.needs else NOTHING) for at, found in enumerate(frame.by_form(), 2)]
    lines.append(Line((frame.say(words.total), *totals), "total"))
    lines.append(Line((frame.say(words.rank), None, *places, *([None] if own else [])), "total"))
    heads = [frame.say(frame.matrix.count_head), *(frame.say(subject.label) for subject in frame.matrix.subjects)]
    heads += [frame.tab(parts.own_subjects)] if own else []
    columns = (Col(TEXT, frame.word("competency")), *(Col(NUMBER + 2, head, "count", turned=True) for head in heads))
    return sheet(_place(frame, "subjects", parts.subjects), columns, lines, frozen=1)


def _grid(frame: Frame) -> Sheet:
    """Schools × competencies: the numbers that everything else is made of."""
    words, rows, schools = frame.summary.words, _rows(frame), frame.district.schools
    lines = []
    for at, school in enumerate(schools):
        counts = school.request.counts()
        across = f"{address(FIRST + at, 1)}:{address(FIRST + at, len(rows))}"
        lines.append(Line((school.request.school, *(counts.get(row, 0) for row in rows), Made(f"SUM({across})", school.needs))))
    lines += [] if lines else [Line((None,) * (len(rows) + 2))]
    sums = (*_totals(frame, rows), sum(school.needs for school in schools))
    totals = (Made(f"SUM({down(at, len(schools))})", value) for at, value in enumerate(sums, 1))
    lines.append(Line((frame.say(words.total), *totals), "total"))
    columns = (
        Col(NAME, frame.field(frame.summary.request.school)),
        *(Col(NUMBER, found.code, "count") for found in frame.competencies),
        *([Col(COUNTED, frame.tab(frame.summary.parts.own_competencies), "count")] if OWN in rows else []),
        Col(COUNTED, frame.say(words.needs), "total"),
    )
    return sheet(_place(frame, "grid", frame.summary.parts.grid), columns, lines, frozen=1)


def _totals(frame: Frame, rows: Sequence[str]) -> Iterator[int]:
    needs = {need.competency: need.people for need in frame.district.needs}
    needs[OWN] = sum(need.people for need in frame.district.own_competencies)
    return (needs[row] for row in rows)


def _schools(frame: Frame) -> Sheet:
    """The schools by their places, with their first needs and the files that their requests stand in."""
    words, head, schools = frame.summary.words, frame.summary.request, frame.district.schools
    grid, last = frame.tab(frame.summary.parts.grid), len(_rows(frame)) + 1
    lines = [
        Line(
            (
                place_of(FIRST + at, 5, down(5, len(schools)), school.place if school.needs else NOTHING),
                school.request.school,
                school.request.code,
                school.request.year,
                school.request.teachers,
                Made(address(FIRST + at, last, sheet=grid), school.needs),
                "\n".join(frame.first(school.request.counts())),
                school.request.file,
            )
        )
        for at, school in enumerate(schools)
    ]
    columns = (
        Col(RANK, frame.say(words.rank), "centred"),
        Col(NAME, frame.field(head.school)),
        Col(COUNTED, frame.field(head.school_code), "centred"),
        Col(COUNTED, frame.field(head.school_year), "centred"),
        Col(COUNTED, frame.field(head.teachers), "count"),
        Col(COUNTED, frame.say(words.needs), "count"),
        Col(TEXT, frame.say(words.first_needs)),
        Col(NAME, frame.say(words.file)),
    )
    return sheet(_place(frame, "schools", frame.summary.parts.schools), columns, lines, frozen=2)


def _own(frame: Frame) -> Iterator[Sheet]:
    """What schools added: subjects and competencies, each where there are some."""
    words, parts, district = frame.summary.words, frame.summary.parts, frame.district
    if district.own_subjects:
        lines = [
            line
            for found in district.own_subjects
            for line in _listed((frame.named(found.subject), found.needs, "\n".join(frame.first(found.numbers))), found.schools)
        ]
        columns = [
            Col(NAME, frame.say(words.subject)),
            Col(COUNTED, frame.say(words.needs), "count"),
            Col(TEXT, frame.say(words.first_needs)),
            Col(TEXT, frame.say(words.asked_by)),
        ]
        yield sheet(_place(frame, "own-subjects", parts.own_subjects), columns, lines)
    if district.own_competencies:
        lines = [
            line
            for need in district.own_competencies
            for line in _listed((frame.named(need.competency), need.people), need.schools)
        ]
        columns = [
            Col(TEXT, frame.word("competency")),
            Col(COUNTED, frame.say(words.teachers), "count"),
            Col(TEXT, frame.say(words.asked_by)),
        ]
        yield sheet(_place(frame, "own-competencies", parts.own_competencies), columns, lines)


def _listed(values: tuple[Value, ...], listed: Sequence[str]) -> Iterator[Line]:
    """A row for each of what is listed in the last column; what is said of all of them stands in the first."""
    yield Line((*values, *(listed[:1] or ("",))))
    yield from (Line((*(None for _ in values), each)) for each in listed[1:])


def _leaders(frame: Frame) -> Iterator[Sheet]:
    """What leaders need, a table for each kind of them."""
    words = frame.summary.words
    columns = (
        Col(RANK, frame.say(words.rank), "centred"),
        Col(LONG, frame.word("competency")),
        Col(COUNTED, frame.say(words.schools), "count"),
    )
    place = _place(frame, "leaders", frame.summary.parts.leaders)
    cells, row = [Cell(0, 0, place.title, style="title", columns=len(columns))], 2
    for leaders in frame.summary.leaders:
        found, needs = frame.leaders(leaders), frame.district.leaders[leaders.field]
        among = area((row + 2, 2), (row + 1 + max(len(needs), 1), 2))
        lines = [
            Line((place_of(row + 2 + at, 2, among, need.place), _called(frame, found[need.competency]), need.people))
            for at, need in enumerate(needs)
        ]
        cells.append(Cell(row, 0, frame.say(leaders.title), style="heading", columns=len(columns)))
        cells += table(columns, lines, row + 1)
        row += len(lines) + 3
    if frame.summary.leaders:
        yield Sheet(place.id, place.tab, place.page, tuple(column.width for column in columns), tuple(cells))


def _called(frame: Frame, found: Competency) -> str:
    return f"{found.code}. {frame.say(found.short)}"


def _files(frame: Frame) -> Sheet:
    """All files of the folder, a row for each remark."""
    words = frame.summary.words
    columns = (
        Col(NAME, frame.say(words.file)),
        Col(NAME, frame.field(frame.summary.request.school)),
        Col(COUNTED, frame.say(words.counted), "centred"),
        Col(LONG, frame.say(words.remarks)),
    )
    answers = {True: frame.say(words.yes), False: frame.say(words.no)}
    lines = [
        line for note in frame.district.notes for line in _listed((note.file, note.school, answers[note.counted]), note.remarks)
    ]
    return sheet(_place(frame, "files", frame.summary.parts.files), columns, lines, frozen=1)
