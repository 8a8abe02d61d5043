"""The requests of schools → the sums and places of a district's summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kalyp.loop.likeness import alike
from kalyp.loop.requests import Shape
from kalyp.loop.sums import ranking
from kalyp.model.district import COUNT, FREE, District, Need, Note, Request, SchoolNeeds, SubjectNeeds, row_of


@dataclass(slots=True)
class _Sum:
    """What schools ask for of one thing, named as the first of them wrote it. `numbers`: by row, for a subject."""

    name: str
    whole: int = 0
    numbers: Counter[str] = field(default_factory=Counter)
    schools: list[str] = field(default_factory=list)

    def add(self, number: int, school: str, row: str = "") -> None:
        """Add a number of a school; zero is none."""
        if number:
            self.whole += number
            self.numbers[row] += number
            self.schools += [] if school in self.schools else [school]


def totals(requests: Sequence[Request], shape: Shape, notes: tuple[Note, ...]) -> District:
    """What requests, one of each school, come to; schools that share a place stay in this order."""
    return District(
        schools=tuple(_schools(requests)),
        needs=tuple(_needs(_competencies(requests, shape))),
        own_competencies=tuple(_needs(_own_competencies(requests))),
        subjects=tuple(_subjects(_of_form(requests, shape))),
        own_subjects=tuple(_subjects(_own_subjects(requests))),
        leaders={name: tuple(_needs(_named(requests, name, codes.values()))) for name, codes in shape.codes.items()},
        notes=notes,
    )


def _placed(sums: Iterable[_Sum]) -> Iterator[tuple[int, _Sum]]:
    """The sums by their places, most first."""
    found = {str(at): each for at, each in enumerate(sums)}
    for rank in ranking({at: each.whole for at, each in found.items()}):
        yield rank.place, found[rank.competency]


def _schools(requests: Sequence[Request]) -> Iterator[SchoolNeeds]:
    for rank in ranking({str(at): request.needs for at, request in enumerate(requests)}):
        yield SchoolNeeds(rank.place, requests[int(rank.competency)], rank.needs)


def _needs(sums: Iterable[_Sum]) -> Iterator[Need]:
    return (Need(place, each.name, each.whole, tuple(each.schools)) for place, each in _placed(sums))


def _subjects(sums: Iterable[_Sum]) -> Iterator[SubjectNeeds]:
    for place, each in _placed(sums):
        yield SubjectNeeds(place, each.name, each.whole, dict(each.numbers), tuple(each.schools))


def _competencies(requests: Sequence[Request], shape: Shape) -> Iterator[_Sum]:
    counts = [(request.counts(), request.school) for request in requests]
    for competency in shape.competencies:
        found = _Sum(competency)
        for numbers, school in counts:
            found.add(numbers.get(competency, 0), school)
        yield found


def _of_form(requests: Sequence[Request], shape: Shape) -> Iterator[_Sum]:
    for subject in shape.subjects:
        found = _Sum(subject)
        for request in requests:
            for (row, column), number in request.numbers.items():
                if column == subject:
                    found.add(number, request.school, row_of(row))
        yield found


def _own_subjects(requests: Sequence[Request]) -> Iterable[_Sum]:
    """Subjects that schools added, joined where they are written alike; what has no name is each school's alone."""
    found: dict[tuple[str, str], _Sum] = {}
    for request in requests:
        for (row, column), number in request.numbers.items():
            if column.startswith(FREE):
                _added(found, request, request.own_columns.get(column, "")).add(number, request.school, row_of(row))
    return found.values()


def _own_competencies(requests: Sequence[Request]) -> Iterable[_Sum]:
    """Competencies that schools added, joined in the same way. One that is named without a number is listed, too."""
    found: dict[tuple[str, str], _Sum] = {}
    for request in requests:
        rows = {row for row, _ in request.numbers if row.startswith(FREE)} | set(request.own_rows)
        for row in sorted(rows):
            number = request.numbers.get((row, COUNT), 0)
            _added(found, request, request.own_rows.get(row, "")).add(number, request.school)
    return found.values()


def _added(found: dict[tuple[str, str], _Sum], request: Request, name: str) -> _Sum:
    key = (alike(name), "" if name else request.file)
    return found.setdefault(key, _Sum(name))


def _named(requests: Sequence[Request], field_name: str, competencies: Iterable[str]) -> Iterator[_Sum]:
    """How many schools name each competency of their leaders; those that none does are left out."""
    for competency in competencies:
        found = _Sum(competency)
        for request in requests:
            found.add(int(competency in request.leaders.get(field_name, ())), request.school)
        if found.whole:
            yield found
