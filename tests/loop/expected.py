"""What has to come of a school, by the definitions and apart from the program's own sums.

Level in force: as agreed, or that on which both are of one mind. Need: a priority. Ranking: by number; ties in the framework's
order.
"""

from __future__ import annotations

from kalyp.loop.model import Ratings, School
from kalyp.model.framework import Framework

Table = dict[str, str]


def in_force(ratings: Ratings, competency: str) -> str:
    """The level in force, or ""."""
    agreed, own = ratings.agreed.get(competency, ""), ratings.own.get(competency, "")
    if agreed:
        return agreed
    return own if own and own == ratings.supervisor.get(competency) else ""


def levels_in_force(school: School, group: str, framework: Framework) -> dict[str, dict[str, int]]:
    """For each competency how many people of a group are at each level."""
    people = [person.ratings[group] for person in school.people if group in person.ratings]
    return {
        competency.id: {
            level.id: sum(in_force(ratings, competency.id) == level.id for ratings in people) for level in framework.levels
        }
        for competency in framework.competencies()
    }


def who_needs(school: School, group: str) -> dict[str, list[int]]:
    """For each competency the staff numbers of those who chose it."""
    found: dict[str, list[int]] = {}
    for person in school.people:
        for competency in person.ratings.get(group, Ratings()).priorities:
            found.setdefault(competency, []).append(person.number)
    return found


def ranked(school: School, group: str, framework: Framework) -> list[tuple[int, str, int]]:
    """Place, competency and number of people, the greatest need first; those that nobody needs are left out."""
    needed = who_needs(school, group)
    order = [competency.id for competency in framework.competencies()]
    falling = sorted(needed, key=lambda each: (-len(needed[each]), order.index(each)))
    counts = [len(needed[each]) for each in falling]
    return [(1 + sum(count > len(needed[each]) for count in counts), each, len(needed[each])) for each in falling]


def request(school: School, group: str, framework: Framework, matrix: str, subjects: list[str]) -> Table:
    """The numbers of the request as they stand in its fields, noughts included; `subjects` as in its columns."""
    needed, people = who_needs(school, group), {person.number: person for person in school.people}
    rows: dict[str, dict[str, int]] = {}
    for competency in framework.competencies():
        numbers = needed.get(competency.id, [])
        rows[competency.id] = {"count": len(numbers)} | {
            subject: sum(subject in people[number].subjects for number in numbers) for subject in subjects
        }
    rows["total"] = {column: sum(row[column] for row in rows.values()) for column in ("count", *subjects)}
    return {f"{matrix}.{row}.{column}": str(number) for row, columns in rows.items() for column, number in columns.items()}
