"""What a school's workbook has to count, computed from the values of its inputs alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kalyp.model.asking import Matrix
from kalyp.model.base import Text, parts
from kalyp.model.framework import Framework
from kalyp.model.workbook import Group
from tests.lower.workbook.schools import School

MARKS = {"low": 1, "middle": 2, "high": 3}
WHO = ("own", "supervisor", "agreed")
SWITCH = ("priorities", "low", "low-middle")


@dataclass(frozen=True)
class Someone:
    """A place of a group: whose it is, and what they have there."""

    place: int
    number: int  # on the staff sheet; 0: nobody
    counted: bool
    levels: Mapping[str, Mapping[str, int]]  # who → competency → mark
    ticked: frozenset[str]
    wrong: int

    def in_force(self, code: str) -> int | None:
        """The level in force."""
        own, supervisor, agreed = (self.levels[who].get(code) for who in WHO)
        return agreed or (own if own == supervisor else None)

    def open(self) -> int:
        """How many levels have still to be agreed on."""
        own, supervisor, agreed = (self.levels[who] for who in WHO)
        return sum(1 for code in own if code in supervisor and own[code] != supervisor[code] and code not in agreed)


class Counted:
    """All that is counted of a school."""

    def __init__(self, school: School, language: str) -> None:
        self.school, self.values, self.workbook, self.language = school, school.values, school.workbook, language

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def say(self, text: Text) -> str:
        return text[self.language]

    def framework(self, group: Group) -> Framework:
        return self.school.project.frameworks[group.framework]

    def codes(self, group: Group) -> list[str]:
        return [competency.id for competency in self.framework(group).competencies()]

    @cached_property
    def need(self) -> str:
        return self.value("need") if self.value("need") in SWITCH else "priorities"

    def name(self, number: int) -> str:
        return " ".join(self.value(f"staff.{number}.name").split(" ")).strip()

    def counts(self, number: int) -> bool:
        return bool(self.name(number)) and self.value(f"staff.{number}.left-out") != "on"

    def members(self, group: Group) -> list[Someone]:
        """The places of a group; of two places with one number the first counts."""
        found: list[Someone] = []
        taken: set[int] = set()
        for place in range(1, (group.places or self.workbook.people) + 1):
            number = place
            if group.places:
                typed = self.value(f"person.{group.id}.{place}")
                number = int(typed) if typed and 1 <= int(typed) <= self.workbook.people else 0
            counted = number > 0 and number not in taken and self.counts(number)
            taken.add(number)
            found.append(self._someone(group, place, number, counted))
        return found

    def _someone(self, group: Group, place: int, number: int, counted: bool) -> Someone:
        levels: dict[str, dict[str, int]] = {who: {} for who in WHO}
        ticked, wrong = set(), 0
        for code in self.codes(group):
            for who in WHO:
                given = self.value(f"level.{group.id}.{place}.{who}.{code}")
                if given in MARKS:
                    levels[who][code] = MARKS[given]
                wrong += bool(given) and given not in MARKS
            tick = self.value(f"priority.{group.id}.{place}.{code}")
            if tick in ("on", "x"):
                ticked.add(code)
            wrong += tick not in ("", "on", "x")
        return Someone(place, number, counted, levels, frozenset(ticked), wrong)

    def needs(self, someone: Someone, code: str) -> bool:
        if not someone.counted:
            return False
        level = someone.in_force(code)
        return {"priorities": code in someone.ticked, "low": level == 1, "low-middle": level in (1, 2)}[self.need]

    def needed(self, group: Group) -> dict[str, int]:
        """How many people need each competency."""
        members = self.members(group)
        return {code: sum(self.needs(each, code) for each in members) for code in self.codes(group)}

    def ranking(self, group: Group) -> list[tuple[int, str, int]]:
        """Rank, competency and people of what is needed, the most needed first; those with as many people share a rank."""
        needed = self.needed(group)
        ordered = sorted((code for code in needed if needed[code]), key=lambda code: -needed[code])
        return [(1 + sum(other > needed[code] for other in needed.values()), code, needed[code]) for code in ordered]

    def levels(self, group: Group, codes: Sequence[str], numbers: set[int] | None = None) -> list[int]:
        """How many levels in force of these competencies are low, middle and high; of people with these numbers only."""
        found: Counter[int | None] = Counter()
        for each in self.members(group):
            if each.counted and (numbers is None or each.number in numbers):
                found.update(each.in_force(code) for code in codes)
        return [found[mark] for mark in MARKS.values()]

    # subjects

    @cached_property
    def matrix(self) -> Matrix:
        found = parts(self.school.project.documents[self.workbook.request.form])
        return next(part for part, _ in found if isinstance(part, Matrix))

    @cached_property
    def subjects(self) -> list[str]:
        """The names of all subjects that can be chosen, "" for those that have none."""
        own = (self.value(f"subject.free-{number}") for number in range(1, self.workbook.own_subjects + 1))
        return [*(self.say(subject.label) for subject in self.matrix.subjects), *own]

    def taught(self, number: int) -> list[int | None]:
        """Which subjects of the list a person teaches; None for what isn't in it."""
        return [self._index(self.value(f"staff.{number}.subject-{which}")) for which in (1, 2)]

    def shown(self, given: str) -> str:
        """How a subject is shown that was given by its id, or typed."""
        known = {subject.id: self.say(subject.label) for subject in self.matrix.subjects}
        return known.get(given) or self.value(f"subject.{given}") or given

    def _index(self, given: str) -> int | None:
        shown, folded = self.shown(given).casefold(), [name.casefold() for name in self.subjects]
        return folded.index(shown) if shown and shown in folded else None

    def teachers(self, subject: int) -> set[int]:
        """The numbers of those who are counted and teach a subject."""
        return {number for number in range(1, self.workbook.people + 1) if self.counts(number) and subject in self.taught(number)}

    def needed_in(self, subject: int) -> dict[str, int]:
        """How many teachers of a subject need each competency."""
        group, numbers = self.workbook.groups[0], self.teachers(subject)
        members = [each for each in self.members(group) if each.number in numbers]
        return {code: sum(self.needs(each, code) for each in members) for code in self.codes(group)}

    def request(self) -> dict[str, Any]:
        """The fields of the request that formulas fill; "" for what stays empty."""
        group, matrix = self.workbook.groups[0], self.matrix
        columns = [subject.id for subject in matrix.subjects] + [f"free-{at}" for at in range(1, matrix.free_columns + 1)]
        found: dict[str, Any] = {"request.total.count": sum(self.needed(group).values())}
        for code, people in self.needed(group).items():
            found[f"request.{code}.count"] = people
        for at, subject in enumerate(columns):
            needed = self.needed_in(at) if self.subjects[at] else dict.fromkeys(self.codes(group), 0)
            found |= {f"request.{code}.{subject}": people or "" for code, people in needed.items()}
            found[f"request.total.{subject}"] = sum(needed.values())
        for at in range(1, matrix.free_columns + 1):
            found[f"request-subject.{at}"] = self.value(f"subject.free-{at}")
        codes = {other.id: other for other in self.workbook.groups}
        for name, field in self.workbook.request.codes.items():
            called = {each.id: each.code for each in self.framework(codes[name]).competencies()}
            found[field] = ", ".join(called[code] for _, code, _ in self.ranking(codes[name]))
        return found | {name: self.value(f"school.{name}") for name in self.workbook.fields}
