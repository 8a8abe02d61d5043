"""What is planned of a hundred random schools is what an independent computation finds, and so what their workbooks show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import strategies as st

from kalyp.loop.plans import Planner
from kalyp.loop.school import school_of
from kalyp.lower.workbook.frame import Frame
from tests.loop.planned import workbook
from tests.lower.workbook.counted import Counted
from tests.lower.workbook.schools import School, drawn, school

LANGUAGES = ("ky", "kk", "ru")


@pytest.fixture(scope="module")
def cases() -> list[tuple[Counted, Planner]]:
    kinds = [*drawn(96, st.sampled_from([1, 5, 9, 14])), *drawn(4, st.just(workbook().people))]
    return list(planned([school(kind, workbook()) for kind in kinds]))


def as_read(school: School, language: str, name: str, value: str) -> str:
    """A value as it comes back from the workbook's file: any tick as "on", subjects by what their cells show."""
    if name.startswith("priority."):
        return "on" if value in ("on", "x") else value
    if ".subject-" not in name:
        return value
    counted = Counted(school, language)
    known = {counted.say(subject.label): subject.id for subject in counted.matrix.subjects}
    return known.get(school.values.get(f"subject.{value}", value), school.values.get(f"subject.{value}", value))


def planned(schools: Sequence[School]) -> Iterator[tuple[Counted, Planner]]:
    for number, each in enumerate(schools):
        language = LANGUAGES[number % len(LANGUAGES)]
        values = {name: as_read(each, language, name, value) for name, value in each.values.items()}
        frame = Frame(each.project, each.workbook, language, values)
        found, _ = school_of(values, each.workbook, each.project)
        yield Counted(each, language), Planner(frame, found, each.workbook.plan)


def test_the_request_is_that_of_the_workbook(cases: list[tuple[Counted, Planner]]) -> None:
    for counted, planner in cases:
        wanted = {name: str(value).strip() for name, value in counted.request().items()}
        found = planner.request()
        assert {name: found.get(name, "") for name in wanted} == wanted


def test_the_tasks_of_the_year_are_the_first_of_the_ranking(cases: list[tuple[Counted, Planner]]) -> None:
    for counted, planner in cases:
        ranks = [(rank.place, rank.competency, rank.needs) for rank in planner.ranks]
        assert ranks == counted.ranking(counted.workbook.groups[0])


def test_whoever_counts_and_has_priorities_has_a_plan_with_them(cases: list[tuple[Counted, Planner]]) -> None:
    for counted, planner in cases:
        wanted = {
            (someone.number, group.id): [code for code in counted.codes(group) if code in someone.ticked]
            for group in counted.workbook.groups
            for someone in counted.members(group)
            if someone.counted and someone.ticked
        }
        found = {
            (each.person.number, each.group.id): [value for name, value in each.values.items() if name.startswith("goal.")]
            for each in planner.goals()
        }
        assert set(found) == set(wanted)
        for post, goals in found.items():
            assert len(goals) == (len(wanted[post]) if len(wanted[post]) <= counted.workbook.priorities else 0)
