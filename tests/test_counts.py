"""What the source counts is what the content has: the frameworks, and tools 1.1–4.1, read from the built model.

The numbers are those of the handbook of 2019; the other tools are in test_counts_tools.py.
"""

from __future__ import annotations

import pytest

from kalyp.model import blocks as rich
from kalyp.model.base import Item
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.model.walk import field_names
from tests.counts import block, blocks, list_under, lowered, marks, under
from tests.support import real_content

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
LEADERS = {  # the frameworks of those who lead: their areas, each with the codes of its competencies; the empty one is open
    "kg-method-lead": [
        ("I", ["1.1", "1.2", "1.3", "1.4"]),
        ("II", ["1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11"]),
        ("III", []),
    ],
    "kg-school-head": [
        ("I", ["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        ("II", ["10", "11", "12", "13"]),
        ("III", ["14", "15", "16", "17"]),
        ("IV", ["18", "19", "20", "21"]),
    ],
}
SECTIONS = ("I", "II", "III а", "III б", "IV", "V")


@pytest.fixture(scope="module")
def project() -> Project:
    return real_content()


@pytest.fixture(scope="module")
def teacher(project: Project) -> Framework:
    return project.frameworks["kg-teacher"]


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


@pytest.mark.parametrize("name", LEADERS)
def test_competencies_of_those_who_lead(project: Project, name: str) -> None:
    found = project.frameworks[name]
    assert [(domain.code, [each.code for each in domain.competencies]) for domain in found.domains] == LEADERS[name]
    assert [domain.open for domain in found.domains] == [not codes for _, codes in LEADERS[name]]
    assert [competency.id for competency in found.competencies()] == [code for _, codes in LEADERS[name] for code in codes]


@pytest.mark.parametrize(("name", "count"), [("kg-method-lead", 11), ("kg-school-head", 21)])
def test_those_who_lead_have_a_statement_in_each_voice_and_the_levels_of_teachers(
    project: Project, teacher: Framework, name: str, count: int
) -> None:
    found = project.frameworks[name]
    assert found.voices == ["self", "observer"]
    assert [list(competency.statement) for competency in found.competencies()] == [found.voices] * count
    assert [(level.id, level.mark) for level in found.levels] == [(level.id, level.mark) for level in teacher.levels]


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


@pytest.mark.parametrize(
    ("document", "choices", "notes"),
    [
        ("kg-2.1", [7, 7], [5, 3]),
        ("kg-2.2", [], [6, 2]),
        ("kg-2.3", [], [4, 2]),
        ("kg-3.1", [8, 7], [4, 3]),
        ("kg-3.2", [8, 7], [5, 3]),
        ("kg-3.3", [4], [5, 2]),
    ],
)
def test_choices_notes_and_lines_of_assessments(project: Project, document: str, choices: list[int], notes: list[int]) -> None:
    assert [len(found.options) for found in blocks(project, document, rich.Choices)] == choices
    assert [len(found.items) for found in blocks(project, document, rich.Steps)] == notes
    assert [found.count for found in blocks(project, document, rich.WritingLines) if found.count] == [3]


@pytest.mark.parametrize(
    ("document", "framework", "voice", "rows", "remarks"),
    [
        ("kg-2.1", "kg-teacher", "self", 22, ["9"]),
        ("kg-2.2", "kg-method-lead", "self", 11, ["1.7", "1.8", "1.11"]),
        ("kg-2.3", "kg-school-head", "self", 21, []),
        ("kg-3.1", "kg-teacher", "observer", 22, []),
        ("kg-3.2", "kg-method-lead", "observer", 11, ["1.7", "1.8", "1.11"]),
        ("kg-3.3", "kg-school-head", "observer", 21, ["7", "8", "11"]),  # the same three remarks; its codes have no "1."
    ],
)
def test_the_assessments_rate_every_competency(
    project: Project, document: str, framework: str, voice: str, rows: int, remarks: list[str]
) -> None:
    rating = next(blocks(project, document, rich.Rating))
    assert (rating.framework, rating.voice) == (framework, voice)
    assert [remark.competency for remark in rating.remarks] == remarks
    found = {name: len(values) for name, values in marks(project, document).items() if name.startswith("level.")}
    assert found == {f"level.{competency.id}": 3 for competency in project.frameworks[framework].competencies()}
    assert len(found) == rows


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


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("growth", 4),
        ("questions-before", 4),
        ("questions-after", 16),
        ("general-questions", 13),
        ("giving-feedback", 11),
        ("receiving-feedback", 8),
    ],
)
def test_lists_of_mentoring(project: Project, heading: str, count: int) -> None:
    assert len(list_under(project, "kg-1.2", heading).items) == count


def test_six_benefits_of_mentor_and_six_of_mentee(project: Project) -> None:
    (table,) = blocks(project, "kg-1.2", rich.ReadTable)
    assert [len(row.cells) for row in table.rows] == [len(table.columns)] * 6 == [2] * 6


def test_the_mentoring_form_has_names_start_issues_and_agreed_changes_with_measures(project: Project) -> None:
    names = [f"agreement.{row}.{column}" for row in range(1, 4) for column in ("change", "measures")]
    wanted = ["mentee-name", "mentor-name", "start-date", "issue.1", "issue.2", *names]
    assert field_names(lowered(project, "kg-1.2")) == wanted


def test_the_portfolio_is_made_in_five_steps_with_a_note(project: Project) -> None:
    found = under(list(blocks(project, "kg-1.3", Item)), "procedure")
    assert [type(block) for block in found] == [rich.Steps, rich.Note]
    assert len(list_under(project, "kg-1.3", "procedure").items) == 5


def test_the_portfolio_has_five_parts(project: Project) -> None:
    parts = [heading.id for heading in blocks(project, "kg-1.3", rich.Heading) if heading.level == 3]
    assert parts == [f"part-{number}" for number in range(1, 6)]
    assert [len(list_under(project, "kg-1.3", part).items) for part in parts] == [7, 11, 4, 6, 1]


def test_the_appraisal_of_a_portfolio_asks_five_questions(project: Project) -> None:
    assert [question.number for question in blocks(project, "kg-1.3", rich.WritingLines)] == ["1", "2", "3", "4", "5"]
