"""A school → levels in force, needs, counts, shares, ranking, the numbers of the request: the workbook's formulas in Python.

Nothing here reads what a workbook has calculated: a file may have been saved by a program that calculates nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kalyp.loop.model import Levels, Person, Ratings, School
from kalyp.model.framework import Framework

PRIORITIES = "priorities"
LOWEST: Mapping[str, int] = MappingProxyType({"low": 1, "low-middle": 2})  # a need → how many levels from below count as one
TOTAL, COUNT = "total", "count"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many levels in force there are of each level, and how many needs; of a competency, a domain or a subject.

    `given` is how many levels in force there are in all.
    """

    levels: Mapping[str, int]
    needs: int

    @property
    def given(self) -> int:
        """How many levels in force there are."""
        return sum(self.levels.values())

    def share(self, level: str) -> float | None:
        """The part of the levels in force that a level has, from 0 to 1; None where none is given."""
        return self.levels.get(level, 0) / self.given if self.given else None

    @staticmethod
    def all_of(tallies: Iterable[Tally]) -> Tally:
        """Several in one."""
        levels: Counter[str] = Counter()
        needs = 0
        for tally in tallies:
            levels.update(tally.levels)
            needs += tally.needs
        return Tally(levels, needs)


@dataclass(frozen=True, slots=True)
class Rank:
    """A competency's place in the ranking (from 1; ties share one), and how many people need it."""

    place: int
    competency: str
    needs: int


def counted(school: School) -> list[Person]:
    """The people who count: with a name, and not left out."""
    return [person for person in school.people if person.name.strip() and not person.left_out]


def ratings_of(school: School, group: str) -> Iterator[tuple[Person, Ratings]]:
    """The people of a group who count, each with the ratings there; in the order of the staff sheet."""
    return ((person, person.ratings[group]) for person in counted(school) if group in person.ratings)


def in_force(ratings: Ratings, competency: str, framework: Framework) -> str:
    """The level in force: as agreed; else that on which a person and the supervisor are of one mind; "" for none.

    A value that is no level of the framework counts as none.
    """
    own, supervisor, agreed = (
        _level(given, competency, framework) for given in (ratings.own, ratings.supervisor, ratings.agreed)
    )
    return agreed or (own if own == supervisor else "")


def _level(levels: Levels, competency: str, framework: Framework) -> str:
    given = levels.get(competency, "")
    return given if any(given == level.id for level in framework.levels) else ""


def needs(ratings: Ratings, framework: Framework, need: str) -> list[str]:
    """The competencies that a person needs, in the framework's order; `need` says what counts as one."""
    ids = [competency.id for competency in framework.competencies()]
    if need == PRIORITIES:
        return [competency for competency in ids if competency in ratings.priorities]
    lowest = {level.id for level in framework.levels[: LOWEST[need]]}
    return [competency for competency in ids if in_force(ratings, competency, framework) in lowest]


def by_competency(rated: Iterable[Ratings], framework: Framework, need: str) -> dict[str, Tally]:
    """For each competency: the levels in force, and how many people need it."""
    people = list(rated)
    needed = Counter(competency for ratings in people for competency in needs(ratings, framework, need))
    return {
        competency.id: Tally(_levels(people, competency.id, framework), needed[competency.id])
        for competency in framework.competencies()
    }


def _levels(people: Iterable[Ratings], competency: str, framework: Framework) -> dict[str, int]:
    found = Counter(in_force(ratings, competency, framework) for ratings in people)
    return {level.id: found[level.id] for level in framework.levels}


def by_domain(competencies: Mapping[str, Tally], framework: Framework) -> dict[str, Tally]:
    """For each domain that has competencies: the sums of theirs."""
    return {
        domain.id: Tally.all_of(competencies[competency.id] for competency in domain.competencies)
        for domain in framework.domains
        if domain.competencies
    }


def by_subject(
    rated: Iterable[tuple[Person, Ratings]], framework: Framework, need: str, subjects: Iterable[str]
) -> dict[str, Tally]:
    """For each subject: the levels in force of those who teach it, over all competencies, and their needs."""
    people = list(rated)
    return {
        subject: Tally.all_of(
            by_competency((ratings for person, ratings in people if subject in person.subjects), framework, need).values()
        )
        for subject in subjects
    }


def ranking(needed: Mapping[str, int]) -> list[Rank]:
    """Competencies by the number of people who need them, most first; ties in the order given, with the same place.

    After a tie of two for the first place comes the third.
    """
    falling = sorted(needed.items(), key=lambda each: -each[1])  # stable: ties stay in the framework's order
    counts = [count for _, count in falling]
    return [Rank(counts.index(count) + 1, competency, count) for competency, count in falling]


def request(rated: Iterable[tuple[Person, Ratings]], framework: Framework, need: str, subjects: Sequence[str]) -> dict[str, int]:
    """The numbers of the request by the rest of the field's name: `<competency>.count`, `<competency>.<subject>`, `total.…`.

    Whoever teaches two subjects stands in two columns, and once in the count.
    """
    numbers = {f"{competency.id}.{column}": 0 for competency in framework.competencies() for column in (COUNT, *subjects)}
    for person, ratings in rated:
        taught = [subject for subject in subjects if subject in person.subjects]
        for competency in needs(ratings, framework, need):
            for column in (COUNT, *taught):
                numbers[f"{competency}.{column}"] += 1
    totals = {
        f"{TOTAL}.{column}": sum(numbers[f"{competency.id}.{column}"] for competency in framework.competencies())
        for column in (COUNT, *subjects)
    }
    return {**numbers, **totals}


def codes(rated: Iterable[Ratings], framework: Framework, need: str) -> list[str]:
    """The codes of the competencies that people need, by the number of people; ties in the framework's order."""
    named = {competency.id: competency.code for competency in framework.competencies()}
    tallies = by_competency(rated, framework, need)
    ranks = ranking({competency: tally.needs for competency, tally in tallies.items()})
    return [named[rank.competency] for rank in ranks if rank.needs]


def with_too_many(school: School, groups: Iterable[str], most: int) -> list[tuple[Person, str, int]]:
    """Who of those who count has more priorities in a group than the most there should be: person, group, how many."""
    return [
        (person, group, len(ratings.priorities))
        for group in groups
        for person, ratings in ratings_of(school, group)
        if len(ratings.priorities) > most
    ]
