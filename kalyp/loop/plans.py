"""A school → what its plans say: each person's goals, the numbers of the request, the tasks of the year.

What needs a person says `kalyp.loop.advice`; `kalyp.loop.planning` writes. Values go by the names of the forms' fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kalyp.loop import sums
from kalyp.loop.model import Person, Ratings, School
from kalyp.lower.document import lower_document
from kalyp.lower.workbook.frame import FREE, Frame
from kalyp.model.walk import field_names
from kalyp.model.workbook import Group
from kalyp.model.workbook_plan import Plans

_YEARS = re.compile(r"(?<!\d)(\d{2})(\d{2})\s*[-–—/]\s*(\d{2})?(\d{2})(?!\d)")
_WHOLE = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class Goals:
    """A person's plan in one post: the values of its fields."""

    person: Person
    group: Group
    values: Mapping[str, str]


def whole(number: str) -> bool:
    """Whether a text is a number of people."""
    return _WHOLE.fullmatch(number) is not None


@dataclass(frozen=True)
class Planner:
    """A school and its workbook in one language (`frame`, with what stands in its inputs) → the values of forms."""

    frame: Frame
    school: School
    plans: Plans

    @cached_property
    def need(self) -> str:
        """What counts as a need: the school's choice, or else the first there is."""
        return self.school.need or self.frame.workbook.needs[0].id

    @cached_property
    def columns(self) -> list[str]:
        """The subjects with a column in the request: those of the form, then the first of the school's own."""
        matrix = self.frame.matrix
        return [*(subject.id for subject in matrix.subjects), *(f"{FREE}{at}" for at in range(1, matrix.free_columns + 1))]

    @cached_property
    def head(self) -> dict[str, str]:
        """What stands in the workbook's head; forms ask for it in fields of the same names."""
        return {name: value for name, value in self.school.fields.items() if value}

    def subject(self, subject: str) -> str:
        """The name of a subject, as the workbook has it."""
        own = {f"{FREE}{at}": name for at, name in enumerate(self.school.free_subjects, 1)}
        return {**dict(self.frame.subjects), **own}.get(subject, "")

    def who(self, person: Person) -> str:
        """A person where there is talk of them: of several with one name also by the number."""
        same = [each for each in self.school.people if each.name == person.name]
        return person.name if len(same) == 1 else f"{person.name} ({person.number})"

    def rated(self, group: Group) -> list[tuple[Person, Ratings]]:
        """The people of a group who count, with their ratings there."""
        return list(sums.ratings_of(self.school, group.id))

    # --- The plan of a person ---

    def goals(self) -> list[Goals]:
        """A plan for each post in which a person has priorities, in the order of the staff sheet.

        Each post has its own self-assessment, from which a plan takes its goals. Who has more priorities than there should be
        gets a plan without goals: which ones stay is agreed with the person, and not chosen here.
        """
        return [
            Goals(person, group, self._goals(person, group, person.ratings[group.id].priorities))
            for person in sums.counted(self.school)
            for group in self.frame.workbook.groups
            if group.id in person.ratings and person.ratings[group.id].priorities
        ]

    def _goals(self, person: Person, group: Group, priorities: tuple[str, ...]) -> dict[str, str]:
        plan = self.plans.individual
        first, last = self.years
        values = {
            **self.head,
            **dict.fromkeys(plan.name, person.name),
            plan.post: self.post(person),
            plan.category: person.category,
            plan.year_from: first,
            plan.year_to: last,
        }
        if len(priorities) <= self.frame.workbook.priorities:
            chosen = (each for each in self.frame.competencies(group) if each.id in priorities)
            values |= {f"{plan.goals}.{at}": self.frame.called(competency) for at, competency in enumerate(chosen, 1)}
        return values

    def post(self, person: Person) -> str:
        """The position, and the subjects in brackets; subjects that the workbook doesn't know as they were written."""
        subjects = ", ".join(name for name in map(self.subject, person.subjects) if name) or person.taught
        return f"{person.position} ({subjects})" if person.position and subjects else person.position or subjects

    @cached_property
    def years(self) -> tuple[str, str]:
        """The two years of the school year (`2026–2027`, `2026/27`); nothing where it says something else."""
        found = _YEARS.search(self.school.fields.get(self.plans.individual.year, ""))
        if not found:
            return "", ""
        century, first, other, last = found.groups()
        years = int(century + first), int((other or century) + last)
        return (str(years[0]), str(years[1])) if years[1] == years[0] + 1 else ("", "")

    # --- The request ---

    def request(self) -> dict[str, str]:
        """The values of the request: head, numbers, the school's own subjects and rows, the codes of the leaders' needs."""
        matrix, group = self.frame.matrix, self.frame.main
        numbers = sums.request(self.rated(group), self.frame.framework(group), self.need, self.columns)
        for (_, column), typed in self.own_rows.items():
            numbers[f"{sums.TOTAL}.{column}"] += int(typed) if whole(typed) else 0
        return {
            **self._typed(),
            **self.head,
            **{f"{matrix.id}.{name}": str(number) if number or self._always(name) else "" for name, number in numbers.items()},
            **{f"{matrix.id}-subject.{at}": self.subject(f"{FREE}{at}") for at in range(1, matrix.free_columns + 1)},
            **dict(self._codes()),
        }

    @cached_property
    def own_rows(self) -> dict[tuple[int, str], str]:
        """What the school typed as numbers into rows of its own, by row and column."""
        start, values = f"{self.frame.matrix.id}.{FREE}", self.frame.values
        rows = range(1, self.frame.matrix.free_rows + 1)
        found = {
            (row, column): values.get(f"{start}{row}.{column}", "") for row in rows for column in (sums.COUNT, *self.columns)
        }
        return {place: typed.strip() for place, typed in found.items() if typed.strip()}

    @staticmethod
    def _always(name: str) -> bool:
        """Whether a nought is written: among the subjects only numbers are, so that they are seen."""
        row, _, column = name.rpartition(".")
        return sums.TOTAL in row or column == sums.COUNT

    def _typed(self) -> dict[str, str]:
        """What was typed into the request's sheet of the workbook, where no formula stands."""
        lowered = lower_document(self.frame.project, self.frame.form, (self.frame.language,))
        return {name: self.frame.values[name] for name in field_names(lowered) if name in self.frame.values}

    def _codes(self) -> Iterator[tuple[str, str]]:
        for group in self.frame.workbook.groups:
            if field := self.frame.workbook.request.codes.get(group.id):
                people = [ratings for _, ratings in self.rated(group)]
                yield field, ", ".join(sums.codes(people, self.frame.framework(group), self.need))

    # --- The plan of the year ---

    @cached_property
    def ranks(self) -> list[sums.Rank]:
        """The competencies that the first group needs, the most needed first."""
        group = self.frame.main
        people = [ratings for _, ratings in self.rated(group)]
        tallies = sums.by_competency(people, self.frame.framework(group), self.need)
        ranks = sums.ranking({competency: tally.needs for competency, tally in tallies.items()})
        return [rank for rank in ranks if rank.needs]

    def yearly(self) -> dict[str, str]:
        """The values of the school's plan: its head, and its tasks headed by what most people need."""
        named = {competency.id: self.frame.called(competency) for competency in self.frame.competencies(self.frame.main)}
        top = (named[rank.competency] for rank in self.ranks)
        return {**self.head, **dict(zip(self.plans.yearly.tasks, top, strict=False))}
