"""A district's summary → its pages in one language: its basis, needs with a chart, subjects, leaders, schools, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kalyp.lower.competency import domain_band
from kalyp.lower.context import bold, text_cell
from kalyp.lower.document import lower_head
from kalyp.lower.summary.frame import Frame, added
from kalyp.lower.summary.tables import NOTHING
from kalyp.model.base import Text
from kalyp.model.core import Bar, Block, Break, Cell, Chart, Column, Heading, Lowered, Paragraph, Phrase, Row, Table
from kalyp.model.district import OWN, Need, Request, SubjectNeeds
from kalyp.model.framework import Competency
from kalyp.model.summary import SummaryPart

CODE, PLACE, COUNTED, NUMBER = 9.0, 14.0, 22.0, 9.0  # mm: codes, places, numbers under a word, numbers under a turned word
HEAD = 36.0  # mm: a head whose words are turned
MOST_REMARKS = 6  # of a file; the workbook has all
MOST_SCHOOLS = 12  # that are named in a row

Value = int | str | Phrase | list[str]  # of a cell: a number, a text from outside, one of the content, lines


def lower_pages(frame: Frame) -> Lowered:
    """The pages."""
    edition, parts = frame.edition, frame.summary.parts
    blocks: list[Block] = [
        Heading(1, edition.phrase(frame.summary.title), "title"),
        Paragraph((edition.phrase(frame.summary.subject),), "lead"),
        *_part(frame, parts.basis, "basis", [_basis(frame)]),
        *_part(frame, parts.needs, "needs", [*_chart(frame), *_ranking(frame)]),
        *_part(frame, parts.subjects, "subjects", [*_by_subject(frame), Break(), _matrix(frame)]),
        *_part(frame, parts.own_subjects, "own-subjects", _own_subjects(frame)),
        *_part(frame, parts.own_competencies, "own-competencies", _own_competencies(frame)),
        *_part(frame, parts.leaders, "leaders", list(_leaders(frame))),
        *_part(frame, parts.schools, "schools", _schools(frame)),
        *_files(frame),
    ]
    return replace(lower_head(edition), blocks=tuple(blocks))


def _part(frame: Frame, part: SummaryPart, anchor: str, blocks: Sequence[Block]) -> list[Block]:
    """A part under its heading; none where there is nothing in it."""
    note = [Paragraph((frame.edition.phrase(part.note),), "note")] if part.note else []
    return [Heading(2, frame.edition.phrase(part.title), anchor), *note, *blocks] if blocks else []


def _cell(frame: Frame, value: Value) -> Cell:
    match value:
        case int():
            return text_cell(frame.literal(value), centred=True)
        case str():
            return text_cell(frame.literal(value), centred=value == NOTHING)
        case Phrase():
            return text_cell(value)
    return Cell(tuple(Paragraph((frame.literal(line),)) for line in value))


def _table(
    frame: Frame, title: Text, columns: Sequence[tuple[float, Text | str]], rows: Iterable[Sequence[Value]]
) -> list[Block]:
    """A table under the heads of its columns, each with its width (mm); none without rows."""
    body = tuple(Row(tuple(_cell(frame, value) for value in row)) for row in rows)
    heads = (head if isinstance(head, str) else frame.say(head) for _, head in columns)
    head = Row(tuple(text_cell(frame.literal(words), head=True) for words in heads))
    widths = tuple(Column(width) for width, _ in columns)
    return [Table(widths, (head,), body, frame.edition.phrase(title))] if body else []


def _place(place: int, number: int) -> Value:
    """A place, which nothing has that nobody needs."""
    return place if number else NOTHING


def _basis(frame: Frame) -> Table:
    """How many schools and files there were, and for which year."""
    words, head, district = frame.summary.words, frame.summary.request, frame.district
    requests = [school.request for school in district.schools]
    years = dict.fromkeys(request.year for request in requests if request.year)
    rows = (
        (frame.say(words.schools_counted), str(len(requests))),
        (frame.say(words.files), str(len(district.notes))),
        (frame.say(words.files_left_out), str(sum(not note.counted for note in district.notes))),
        (frame.field(head.school_year), "; ".join(years) or NOTHING),
        (frame.say(words.teachers_all), _teachers(frame, requests)),
    )
    body = tuple(Row((text_cell(frame.literal(label), head=True), text_cell(frame.literal(value)))) for label, value in rows)
    return Table((Column(90), Column(90)), (), body, frame.edition.phrase(frame.summary.parts.basis.title))


def _teachers(frame: Frame, requests: Sequence[Request]) -> str:
    known = [request.teachers for request in requests if request.teachers is not None]
    if not known:
        return NOTHING
    return str(sum(known)) if len(known) == len(requests) else frame.say(frame.summary.words.teachers_partly, count=sum(known))


def _chart(frame: Frame) -> list[Block]:
    """What most teachers need."""
    words = frame.summary.words
    shown = [need for need in frame.district.needs if need.people][: frame.summary.bars]
    if not shown:
        return []
    bars = tuple(Bar(frame.literal(frame.called(need.competency)), need.people, frame.literal(need.people)) for need in shown)
    said = "; ".join(f"{bar.label.plain} – {bar.shown.plain}" for bar in bars)
    alt = frame.literal(frame.say(words.chart_alt, list=said))
    return [Paragraph((bold(frame.edition.phrase(words.chart)),), "label"), Chart(bars, alt, "chart")]


def _ranking(frame: Frame) -> list[Block]:
    """All competencies of the form by their places."""
    words, codes = frame.summary.words, {found.id: found for found in frame.competencies}
    columns = (
        (PLACE, words.rank),
        (CODE, frame.word("number-sign")),
        (110.0, frame.word("competency")),
        (COUNTED, words.teachers),
        (COUNTED, words.schools),
    )
    rows = [
        (
            _place(need.place, need.people),
            f"{codes[need.competency].code}.",
            frame.edition.phrase(codes[need.competency].short),
            need.people,
            len(need.schools),
        )
        for need in frame.district.needs
    ]
    return _table(frame, frame.summary.parts.needs.title, columns, rows)


def _by_subject(frame: Frame) -> list[Block]:
    """The subjects of the form by their places, each with its first needs."""
    words = frame.summary.words
    columns = ((PLACE, words.rank), (40.0, words.subject), (COUNTED + 4, words.needs), (96.0, words.first_needs))
    rows = [
        (_place(found.place, found.needs), frame.subject(found.subject), found.needs, frame.first(found.numbers))
        for found in frame.district.subjects
    ]
    return _table(frame, frame.summary.parts.subjects.title, columns, rows)


def _matrix(frame: Frame) -> Table:
    """Competencies × subjects; what schools added stands in a column and a row of its own."""
    parts, own = frame.summary.parts, frame.district.own_subjects
    groups = [*((subject,) for subject in frame.by_form()), *([own] if own else [])]
    turned = [frame.say(frame.matrix.count_head), *(frame.say(subject.label) for subject in frame.matrix.subjects)]
    turned += [frame.tab(parts.own_subjects)] if own else []
    heads = (
        *(text_cell(frame.edition.word(word), head=True) for word in ("number-sign", "competency")),
        *(Cell((Paragraph((frame.literal(word),)),), head=True, centred=True, turned=True) for word in turned),
    )
    rows = list(_matrix_rows(frame, groups))
    widths = (CODE, frame.edition.room - CODE - NUMBER * len(turned), *(NUMBER for _ in turned))
    return Table(tuple(map(Column, widths)), (Row(heads, HEAD),), tuple(rows), frame.edition.phrase(parts.subjects.title))


def _matrix_rows(frame: Frame, groups: Sequence[Sequence[SubjectNeeds]]) -> Iterator[Row]:
    counts = {need.competency: need.people for need in frame.district.needs}
    counts[OWN] = sum(need.people for need in frame.district.own_competencies)

    def row(competency: str, *called: Cell) -> Row:
        numbers = (counts[competency], *(added(group, competency) for group in groups))
        return Row((*called, *(_cell(frame, number or "") for number in numbers)))

    for domain in frame.framework.domains:
        if domain.competencies:
            yield domain_band(domain, 3 + len(groups), frame.edition)
        for found in domain.competencies:
            yield row(found.id, _cell(frame, f"{found.code}."), text_cell(frame.edition.phrase(found.short)))
    if frame.district.own_competencies:
        yield row(OWN, text_cell(frame.edition.phrase(frame.summary.parts.own_competencies.title), columns=2))
    totals = (sum(counts.values()), *(sum(subject.needs for subject in group) for group in groups))
    numbers = (text_cell(bold(frame.literal(total or "")), head=True, centred=True) for total in totals)
    yield Row((text_cell(bold(frame.edition.phrase(frame.summary.words.total)), head=True, columns=2), *numbers))


def _asked_by(schools: Sequence[str]) -> str:
    """The schools that ask for something, as far as there is room for them."""
    more = [f"… (+{len(schools) - MOST_SCHOOLS})"] if len(schools) > MOST_SCHOOLS else []
    return "; ".join([*schools[:MOST_SCHOOLS], *more])


def _own_subjects(frame: Frame) -> list[Block]:
    words = frame.summary.words
    columns = ((36.0, words.subject), (COUNTED + 4, words.needs), (66.0, words.first_needs), (52.0, words.asked_by))
    rows = [
        (frame.named(found.subject), found.needs, frame.first(found.numbers), _asked_by(found.schools))
        for found in frame.district.own_subjects
    ]
    return _table(frame, frame.summary.parts.own_subjects.title, columns, rows)


def _own_competencies(frame: Frame) -> list[Block]:
    words = frame.summary.words
    columns = ((90.0, frame.word("competency")), (COUNTED, words.teachers), (68.0, words.asked_by))
    rows = [(frame.named(need.competency), need.people, _asked_by(need.schools)) for need in frame.district.own_competencies]
    return _table(frame, frame.summary.parts.own_competencies.title, columns, rows)


def _leaders(frame: Frame) -> Iterator[Block]:
    """For each field that lists codes: what those leaders need, and in how many schools."""
    words = frame.summary.words
    columns = (
        (PLACE, words.rank),
        (CODE + 4, frame.word("number-sign")),
        (130.0, frame.word("competency")),
        (COUNTED, words.schools),
    )
    for leaders in frame.summary.leaders:
        found = frame.leaders(leaders)
        rows = [_leader(frame, need, found[need.competency]) for need in frame.district.leaders[leaders.field]]
        table = _table(frame, leaders.title, columns, rows)
        yield from [Paragraph((bold(frame.edition.phrase(leaders.title)),), "label"), *table] if table else []


def _leader(frame: Frame, need: Need, found: Competency) -> tuple[Value, ...]:
    return need.place, f"{found.code}.", frame.edition.phrase(found.short), need.people


def _schools(frame: Frame) -> list[Block]:
    words, head = frame.summary.words, frame.summary.request
    columns = (
        (PLACE, words.rank),
        (44.0, frame.field(head.school)),
        (COUNTED - 2, frame.field(head.school_code)),
        (COUNTED + 3, words.needs),
        (77.0, words.first_needs),
    )
    rows = [
        (
            _place(found.place, found.needs),
            found.request.school,
            found.request.code,
            found.needs,
            frame.first(found.request.counts()),
        )
        for found in frame.district.schools
    ]
    return _table(frame, frame.summary.parts.schools.title, columns, rows)


def _files(frame: Frame) -> list[Block]:
    """The files that were not counted or that something is to be said of."""
    words, part = frame.summary.words, frame.summary.parts.files
    columns = ((50.0, words.file), (COUNTED, words.counted), (108.0, words.remarks))
    rows = [
        (note.file, frame.edition.phrase(words.yes if note.counted else words.no), _remarks(frame, note.remarks))
        for note in frame.district.notes
        if note.remarks or not note.counted
    ]
    if rows:
        return _part(frame, part, "files", _table(frame, part.title, columns, rows))
    return _part(frame, part.model_copy(update={"note": None}), "files", [Paragraph((frame.edition.phrase(words.all_well),))])


def _remarks(frame: Frame, remarks: Sequence[str]) -> list[str]:
    rest = len(remarks) - MOST_REMARKS
    return [*remarks[:MOST_REMARKS], *([frame.say(frame.summary.words.more, count=rest)] if rest > 0 else [])]
