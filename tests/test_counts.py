"""What the source counts is what the content has: the numbers of the handbook of 2019, read from the built model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest

from kalyp.model import blocks as rich
from kalyp.model.base import Item
from kalyp.model.document import Document
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.read.project import read_project
from tests.support import ROOT

DOMAINS = {"I": range(1, 9), "II": range(9, 15), "III": range(15, 19), "IV": range(19, 23)}
LEVELS = ("low", "middle", "high")
DESCRIPTORS = {  # of each competency at the three levels
    "1": (4, 4, 4),
    "2": (4, 5, 5),
    "3": (4, 6, 5),
    "4": (3, 3, 4),
    "5": (3, 3, 3),
    "6": (3, 3, 3),
    "7": (4, 4, 4),
    "8": (9, 9, 9),
    "9": (3, 3, 3),
    "10": (3, 4, 5),
    "11": (6, 6, 6),
    "12": (7, 7, 7),
    "13": (6, 6, 7),
    "14": (9, 9, 9),
    "15": (10, 8, 8),
    "16": (10, 10, 9),
    "17": (6, 7, 7),
    "18": (17, 17, 17),
    "19": (7, 7, 7),
    "20": (5, 5, 5),
    "21": (7, 7, 7),
    "22": (3, 3, 3),
}
SECTIONS = ("I", "II", "III а", "III б", "IV", "V")

Block = TypeVar("Block", bound=Item)


@pytest.fixture(scope="module")
def project() -> Project:
    project, problems = read_project(ROOT)
    assert not list(problems)
    return project


@pytest.fixture(scope="module")
def teacher(project: Project) -> Framework:
    return project.frameworks["kg-teacher"]


def blocks(project: Project, document: str, kind: type[Block]) -> Iterator[Block]:
    found = project.documents[document]
    assert isinstance(found, Document)
    return (block for block in found.blocks if isinstance(block, kind))


def block(project: Project, document: str, kind: type[Block], name: str) -> Block:
    return next(block for block in blocks(project, document, kind) if getattr(block, "id", "") == name)


def test_four_domains_and_an_open_one(teacher: Framework) -> None:
    assert [domain.open for domain in teacher.domains] == [False] * 4 + [True]
    closed = [domain for domain in teacher.domains if not domain.open]
    codes = {domain.code: [competency.code for competency in domain.competencies] for domain in closed}
    assert codes == {code: [str(number) for number in numbers] for code, numbers in DOMAINS.items()}
    assert not teacher.domains[-1].competencies


def test_twenty_two_competencies_with_a_statement_in_each_voice(teacher: Framework) -> None:
    found = list(teacher.competencies())
    assert [(competency.id, competency.code) for competency in found] == [(str(number),) * 2 for number in range(1, 23)]
    assert teacher.voices == ["self", "observer"]
    assert all(list(competency.statement) == teacher.voices for competency in found)


def test_descriptors_of_each_competency_and_level(teacher: Framework) -> None:
    assert [level.id for level in teacher.levels] == list(LEVELS)
    assert [level.mark for level in teacher.levels] == [1, 2, 3]
    counts = {
        competency.id: tuple(len(competency.descriptors[level]) for level in LEVELS) for competency in teacher.competencies()
    }
    assert counts == DESCRIPTORS


def test_four_hundred_and_six_descriptors(teacher: Framework) -> None:
    assert sum(map(sum, DESCRIPTORS.values())) == len(list(teacher.descriptors())) == 406


def test_descriptors_are_lettered_without_gaps(teacher: Framework) -> None:
    for competency in teacher.competencies():
        for level in LEVELS:
            ids = [descriptor.id for descriptor in competency.descriptors[level]]
            assert ids == [chr(ord("a") + index) for index in range(len(ids))], (competency.id, level)


def test_groups_of_descriptors(teacher: Framework) -> None:
    """From the eighth on, competency 8 speaks of the school's management; the last two of 16 speak of safety."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for competency in teacher.competencies():
        for level in LEVELS:
            positions = [index for index, found in enumerate(competency.descriptors[level]) if found.group]
            if positions:
                grouped[competency.id, level] = positions
    assert grouped == {
        **{("8", level): [7, 8] for level in LEVELS},
        **{("16", level): [DESCRIPTORS["16"][index] - 2, DESCRIPTORS["16"][index] - 1] for index, level in enumerate(LEVELS)},
    }


def test_eight_help_texts(teacher: Framework) -> None:
    assert len([competency for competency in teacher.competencies() if competency.help]) == 8


def test_observation_has_twenty_nine_questions_in_six_sections(project: Project) -> None:
    checklist = block(project, "kg-1.1", rich.Checklist, "answer")
    assert tuple(section.code for section in checklist.sections) == SECTIONS
    questions = [question for section in checklist.sections for question in section.questions]
    assert [question.id for question in questions] == [str(number) for number in range(1, 30)]
    assert sum(1 for question in questions if question.parts) >= 2  # several have parts
    assert [answer.id for answer in checklist.answers] == ["yes", "no", "other"]


def test_observation_report_has_six_boxes_conclusions_recommendations_and_two_who_sign(project: Project) -> None:
    boxes = [box.id for row in next(blocks(project, "kg-1.1-report", rich.Report)).rows for box in row]
    assert len(boxes) == 6 + 2
    assert boxes[-2:] == ["conclusions", "recommendations"]
    assert [len(row.parties) for row in next(blocks(project, "kg-1.1-report", rich.Signatures)).rows] == [2]


@pytest.mark.parametrize(("document", "choices", "notes"), [("kg-2.1", [7, 7], [5, 3]), ("kg-3.1", [8, 7], [4, 3])])
def test_choices_notes_and_lines_of_assessments(project: Project, document: str, choices: list[int], notes: list[int]) -> None:
    assert [len(found.options) for found in blocks(project, document, rich.Choices)] == choices
    assert [len(found.items) for found in blocks(project, document, rich.Steps)] == notes
    assert block(project, document, rich.WritingLines, "subject-competencies").count == 3


@pytest.mark.parametrize(("document", "voice"), [("kg-2.1", "self"), ("kg-3.1", "observer")])
def test_the_assessments_rate_every_competency(project: Project, document: str, voice: str) -> None:
    rating = next(blocks(project, document, rich.Rating))
    assert (rating.framework, rating.voice) == ("kg-teacher", voice)


def test_individual_plan(project: Project) -> None:
    assert block(project, "kg-4.1", rich.WritingLines, "goal").count == 4
    plan, record = blocks(project, "kg-4.1", rich.Grid)
    assert [column.id for column in plan.columns] == ["strategies", "resources", "indicators", "results", "period"]
    assert len(record.columns) == 7
    assert record.total is not None
    assert plan.total is None
    assert [row.id for row in next(blocks(project, "kg-4.1", rich.Signatures)).rows] == ["made", "interim", "final"]


def test_every_form_has_a_usage_card(project: Project) -> None:
    for document in project.documents.values():
        if document.kind == "form":
            assert document.usage is not None, document.id
            assert list(blocks(project, document.id, rich.UsageCardBlock)), document.id
