"""Random schools: what stands in the inputs of a workbook, by name. Hypothesis draws what a school is like, a seed the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kalyp.model.project import Project
from kalyp.model.workbook import Workbook
from tests.support import real_content

LEVELS = ("low", "middle", "high")
WRONG = ("0", "4", "5", "x", "2.5", "low-", "12")
NAMES = (
    "Асанова Айгүл",
    "асанова айгүл",
    "Бекова Ж.",
    "Ө",
    "=1+1",
    "Үсөнов Талант Жумабекович",
    "Иванова И. И.",
    "7",
    'O\'Neill, "M"',
)
OWN = ("Информатика", "Музыка", "Физика", "Англис тили", "Адеп (этика)", "Что? Где?", "Труд*")
JUNK = ("Пение", "Мат*", "?????", "~", "free-9", "математика и физика")


@dataclass(frozen=True)
class Kind:
    """What a school is like. `people` have a place on its staff sheet; the rest are shares of 1."""

    people: int
    seed: int
    need: str
    named: float
    filled: float
    alike: float  # that the supervisor sees a level as the person does
    agreed: float
    priorities: float
    wrong: float
    left_out: float
    levels: tuple[str, ...]  # few of them make ties
    own: int
    two_subjects: float


def kinds(people: st.SearchStrategy[int]) -> st.SearchStrategy[Kind]:
    """Schools of all sorts: empty and full ones, of one mind and of none."""
    share = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.8, 1.0])
    rare = st.sampled_from([0.0, 0.0, 0.02, 0.2])
    return st.builds(
        Kind,
        people=people,
        seed=st.integers(0, 2**32),
        need=st.sampled_from(["priorities", "low", "low-middle", "priorities", "low", "low-middle", "", "most of it"]),
        named=share,
        filled=st.sampled_from([0.1, 0.5, 0.9, 1.0]),
        alike=share,
        agreed=share,
        priorities=st.sampled_from([0.0, 0.05, 0.2, 0.5]),
        wrong=rare,
        left_out=rare,
        levels=st.sampled_from([LEVELS, LEVELS, ("low",), ("low", "high"), ("middle",)]),
        own=st.integers(0, 7),
        two_subjects=share,
    )


def drawn(count: int, people: st.SearchStrategy[int]) -> list[Kind]:
    """So many kinds of schools, the same each time."""
    found: list[Kind] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(kinds(people))
    def note(kind: Kind) -> None:
        found.append(kind)

    note()
    return found


@dataclass(frozen=True)
class School:
    """A school with the workbook that it fills, which may be a small one, so that many are soon recalculated."""

    workbook: Workbook
    values: dict[str, str]

    @property
    def project(self) -> Project:
        """The real content."""
        return real_content()


def school(kind: Kind, workbook: Workbook) -> School:
    """A school of a kind; other than the largest ones have few places, too."""
    small = kind.people < workbook.people
    groups = [
        group.model_copy(update={"places": min(group.places, 5)}) if small and group.places else group
        for group in workbook.groups
    ]
    fitting = workbook.model_copy(update={"people": kind.people, "groups": groups})
    return School(fitting, dict(_values(kind, fitting, Random(kind.seed))))


def _values(kind: Kind, workbook: Workbook, dice: Random) -> Iterator[tuple[str, str]]:
    yield "need", kind.need
    yield "school.school", dice.choice(["", "№ 5", "=A1"])
    yield "school.teachers-total", dice.choice(["", "31"])
    for number in range(1, kind.own + 1):
        yield f"subject.free-{number}", dice.choice(OWN)
    known = [subject.id for subject in _matrix_subjects(workbook)]
    subjects = [*known, *(f"free-{number}" for number in range(1, kind.own + 1))]
    for number in range(1, kind.people + 1):
        yield from _person(kind, f"staff.{number}", subjects, dice)
    for group in workbook.groups:
        codes = [competency.id for competency in real_content().frameworks[group.framework].competencies()]
        for place in range(1, (group.places or kind.people) + 1):
            if group.places:
                numbers = ["", "1", "1", "2", str(kind.people), str(kind.people + 1), str(dice.randint(1, kind.people))]
                yield f"person.{group.id}.{place}", dice.choice(numbers)
            if dice.random() < kind.filled:
                yield from _levels(kind, f"{group.id}.{place}", codes, dice)


def _matrix_subjects(workbook: Workbook) -> list[Any]:
    from kalyp.model.asking import Matrix
    from kalyp.model.base import parts

    return next(part for part, _ in parts(real_content().documents[workbook.request.form]) if isinstance(part, Matrix)).subjects


def _person(kind: Kind, name: str, subjects: list[str], dice: Random) -> Iterator[tuple[str, str]]:
    if dice.random() < kind.named:
        yield f"{name}.name", f"{dice.choice(NAMES)}{dice.choice(['', '', f' {dice.randint(1, 99)}', ' '])}"
    elif dice.random() < 0.1:
        yield f"{name}.name", "  "
    yield f"{name}.subject-1", dice.choice([*subjects, "", dice.choice(JUNK) if dice.random() < kind.wrong else ""])
    if dice.random() < kind.two_subjects:
        yield f"{name}.subject-2", dice.choice(subjects)
    yield f"{name}.category", dice.choice(["", "none", "highest", "младшая" if dice.random() < kind.wrong else "first"])
    if dice.random() < kind.left_out:
        yield f"{name}.left-out", dice.choice(["on", "on", "maybe"])


def _levels(kind: Kind, place: str, codes: list[str], dice: Random) -> Iterator[tuple[str, str]]:
    for code in codes:
        own = _level(kind, dice)
        yield f"level.{place}.own.{code}", own
        yield f"level.{place}.supervisor.{code}", own if dice.random() < kind.alike else _level(kind, dice)
        yield f"level.{place}.agreed.{code}", _level(kind, dice) if dice.random() < kind.agreed else ""
        if dice.random() < kind.priorities:
            yield f"priority.{place}.{code}", dice.choice(WRONG) if dice.random() < kind.wrong else "on"


def _level(kind: Kind, dice: Random) -> str:
    if dice.random() < kind.wrong:
        return dice.choice(WRONG)
    return dice.choice([*kind.levels, *kind.levels, ""])
