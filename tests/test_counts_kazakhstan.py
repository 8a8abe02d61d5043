"""What the sources of Kazakhstan count is what the content has, read from the built model.

The frameworks, the programme for school leaders, the lead schools and the mentoring centre; what is Kyrgyzstan's is in
test_counts.py and test_counts_tools.py.
"""

from __future__ import annotations

from itertools import chain

import pytest

from kalyp.model import blocks as rich
from kalyp.model.core import FieldKind
from kalyp.model.framework import Competency, Framework
from kalyp.model.project import Project
from kalyp.model.walk import field_names, fields
from tests.counts import block, blocks, by_kind, document, list_under, lists_under, lowered, marks, says, under
from tests.support import real_content

FRAMEWORKS = {  # the codes of each domain: descriptors of Level I, standards of a school's leader, directions of its development
    "kz-level-1": {
        str(domain): [f"{domain}.{number}" for number in range(1, count + 1)] for domain, count in ((1, 8), (2, 9), (3, 9))
    },
    "kz-school-leader": {
        str(domain): [f"{domain}.{number}" for number in range(1, count + 1)]
        for domain, count in ((1, 1), (2, 9), (3, 14), (4, 5))
    },
    "kz-school-development": {"I": ["1", "2", "3"]},
}
STAGES = ["beginning", "further", "good-practice", "leading-others"]
FORMS = [
    *("kz-1.1", "kz-2.1", "kz-2.2", "kz-2.3", "kz-2.4", "kz-3.1", "kz-3.2", "kz-3.3"),
    *("kz-4.1", "kz-4.2", "kz-4.3", "kz-4.4", "kz-4.5"),  # register, yearly plan, record of an event, resources, monitoring
    *("kz-5.1", "kz-5.2", "kz-5.3", "kz-5.4", "kz-5.5"),  # three-stage plan, agreement, criteria, record of a meeting, report
]
BOOKLETS = ["kz-1", "kz-2", "kz-3", "kz-lead-school-guide", "kz-mentoring-guide", "kz-plan-guide"]
ROLES = ["assessor", "lead-school-coordinator", "level-1-teacher", "mentor", "school-leader", "trainer"]
MODEL = {  # figure 1: the steps of each part of the plan's model, by the ids of their nodes
    "audit": ["self-evaluation"],
    "priorities": ["areas"],
    "actions": ["criteria", "interest", "change", "problems"],
    "evaluation": ["methods", "progress", "success"],
    "report": ["reflection"],
}
TIERS = {"head": 2, "first": 2, "second": 4, "third": 3, "teachers": 3, "children": 3}  # figure 3: kinds of evidence of each
PARTS = ["team-part", "audit-part", "priorities-part", "plan-1-part", "plan-2-part", "plan-3-part", "report-part"]
LETTERS = {  # the points of the portfolio that its text gives, as the marks of the list's rows
    "D": ["D1", "D2", "D3", "D4", "D5", "D6"],
    "E": ["E1", "E2", "E3", "E4.1", "E4.2", "E4.3", "E4.4", "E4.5"],
    "F": ["F"] * 4,
    "H": ["H"] * 3,
    "I": ["I"] * 2,
    "J": ["J"],
    "K": ["K"],
    "M": ["M"],
    "N": ["N"] * 4,
    "O": ["O"] * 3,
}
MISSING = {"A": "a", "B": "b", "C": "c"}  # on pages that the source lacks
UNEXPLAINED = {"G": "g", "L": "l"}  # letters that its text leaves out
FUNCTIONS = {"centre": 5, "lead": 6, "partner": 3, "users": 3}  # of each side of a network, with what the monitoring calls it
MENTORING = {  # the numbered lists of the guide, and how many items each has
    "aims": 6,
    "tasks": 8,
    "principles": 4,
    "directions": 3,
    "results": 6,
    "ways": 5,
    "criteria": 4,
}
STAGE_ROWS = {"stage-1": 4, "stage-2": 11, "stage-3": 8}


@pytest.fixture(scope="module")
def project() -> Project:
    return real_content()


def numbers(project: Project, form: str, table: str, start: str) -> list[str | None]:
    """The marks of the rows of a table whose ids begin so."""
    found = block(project, form, rich.FillTable, table)
    return [row.mark for row in found.rows if row.id and row.id.startswith(f"{start}-")]


def counted(count: int) -> list[str]:
    """The figures from 1."""
    return [str(number) for number in range(1, count + 1)]


def test_the_country_has_eighteen_forms_six_booklets_a_sheet_a_handbook_and_a_pack_for_six_roles(project: Project) -> None:
    assert by_kind(project, "kz") == {
        "form": FORMS,
        "booklet": BOOKLETS,
        "sheet": ["kz-alignments"],
        "handbook": ["kz-handbook"],
        "pack": ROLES,
    }


# Frameworks


@pytest.mark.parametrize(("name", "count"), [("kz-level-1", 26), ("kz-school-leader", 29), ("kz-school-development", 3)])
def test_descriptors_standards_and_directions(project: Project, name: str, count: int) -> None:
    found = project.frameworks[name]
    assert {domain.code: [each.code for each in domain.competencies] for domain in found.domains} == FRAMEWORKS[name]
    assert [each.id for each in found.competencies()] == [each.code for each in found.competencies()]
    assert len(list(found.competencies())) == count
    assert not [domain.code for domain in found.domains if domain.open]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_each_says_what_it_asks_in_every_voice(project: Project, name: str) -> None:
    found = project.frameworks[name]
    assert found.voices == (["norm"] if found.levels else ["norm", "self"])
    assert all(list(competency.statement) == found.voices for competency in found.competencies())


def test_each_group_of_standards_has_its_task_deadline_and_assessment(project: Project) -> None:
    found = [domain.assignment for domain in project.frameworks["kz-school-leader"].domains]
    assert len(found) == 4
    for assignment in found:
        assert assignment
        assert all(
            each[language]
            for each in (assignment.task, assignment.deadline, assignment.assessment)
            for language in project.languages
        )
    others = [name for name in FRAMEWORKS if name != "kz-school-leader"]
    assert not [domain for name in others for domain in project.frameworks[name].domains if domain.assignment]


def test_three_directions_in_four_stages(project: Project) -> None:
    found = project.frameworks["kz-school-development"]
    assert [(stage.id, stage.mark) for stage in found.levels] == [(name, mark) for mark, name in enumerate(STAGES, start=1)]
    cells = {(direction.id, stage): signs for direction in found.competencies() for stage, signs in direction.descriptors.items()}
    assert list(cells) == [(direction, stage) for direction in ("1", "2", "3") for stage in STAGES]
    for place, signs in cells.items():
        assert [sign.id for sign in signs] == [chr(ord("a") + index) for index in range(len(signs))], place
        assert signs, place


@pytest.mark.parametrize("name", ["kz-level-1", "kz-school-leader"])
def test_lists_of_standards_have_no_levels(project: Project, name: str) -> None:
    assert not project.frameworks[name].levels
    assert not list(project.frameworks[name].descriptors())


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_alignments_lead_to_competencies_of_another_country_and_each_has_a_reason(project: Project, name: str) -> None:
    aligned = 0
    for competency in project.frameworks[name].competencies():
        counterparts = [(alignment.framework, alignment.competency) for alignment in competency.alignments]
        assert len(set(counterparts)) == len(counterparts), competency.id
        for alignment in competency.alignments:
            assert counterpart(project.frameworks[alignment.framework], alignment.competency), (
                competency.id,
                alignment.competency,
            )
            assert project.frameworks[alignment.framework].country == "kg"
            assert all(alignment.reason[language] for language in project.languages), (competency.id, alignment.competency)
        aligned += bool(counterparts)
    assert aligned >= 0.9 * len(list(project.frameworks[name].competencies()))


def counterpart(framework: Framework, wanted: str) -> Competency | None:
    return next((each for each in framework.competencies() if each.id == wanted), None)


def test_the_sheet_of_both_countries_shows_every_framework(project: Project) -> None:
    (found,) = blocks(project, "kz-alignments", rich.Alignments)
    assert found.frameworks == list(FRAMEWORKS)


# What is filled in of each


@pytest.mark.parametrize(
    ("form", "framework", "voice", "answers", "written"),
    [
        ("kz-1.1", "kz-level-1", "self", ["yes", "partly", "not-yet"], ["comment"]),
        ("kz-2.1", "kz-school-leader", "norm", ["met", "partly", "not-met"], ["assessor", "evidence"]),
        ("kz-3.1", "kz-school-development", "norm", STAGES, ["evidence", "next"]),
    ],
)
def test_each_item_of_a_framework_has_its_fields(
    project: Project, form: str, framework: str, voice: str, answers: list[str], written: list[str]
) -> None:
    (shown,) = (
        found for found in document(project, form).blocks if isinstance(found, rich.Rating | rich.Appraisal | rich.Rubric)
    )
    assert (shown.framework, shown.voice) == (framework, voice)
    codes = [each.id for each in project.frameworks[framework].competencies()]
    assert marks(project, form) | {f"level.{code}": answers for code in codes} == marks(project, form)
    assert len([name for name in marks(project, form) if name.startswith("level.")]) == len(codes)
    kinds = {field.name: field.kind for field in fields(lowered(project, form).blocks)}
    for name in written:
        assert [each for each in kinds if each.startswith(f"{name}.")] == [f"{name}.{code}" for code in codes]
        assert {kinds[f"{name}.{code}"] for code in codes} == {FieldKind.LINES}


@pytest.mark.parametrize(
    ("booklet", "kind", "framework"),
    [
        ("kz-1", rich.Standards, "kz-level-1"),
        ("kz-2", rich.Standards, "kz-school-leader"),
        ("kz-3", rich.Descriptors, "kz-school-development"),
    ],
)
def test_each_framework_has_its_booklet(
    project: Project, booklet: str, kind: type[rich.Standards | rich.Descriptors], framework: str
) -> None:
    assert [(found.framework, found.voice) for found in blocks(project, booklet, kind)] == [(framework, "norm")]


# The plan and the portfolio of a school's leader


def test_the_model_of_the_plan_has_four_parts_with_ten_steps(project: Project) -> None:
    figure = block(project, "kz-plan-guide", rich.Figure, "model")
    arrows = {(arrow.start, arrow.end) for arrow in figure.arrows}
    assert [node.id for node in figure.nodes if node.style == "band"] == ["audit", "priorities", "plans", "report"]
    assert {("audit", "priorities"), ("priorities", "plans"), ("plans", "report")} < arrows
    assert sorted(node.id for node in figure.nodes if node.style == "box") == sorted(chain(*MODEL.values()))
    assert sum(map(len, MODEL.values())) == 10
    places = {node.id: node for node in figure.nodes}
    for part, steps in MODEL.items():
        if len(steps) > 1:  # a side of the third part, whose steps follow each other
            assert set(zip([part, *steps], steps, strict=False)) < arrows
            assert {places[step].column for step in steps} == {places[part].column}
        else:  # beside its part
            assert places[steps[0]].row == places[part].row
    (parts,) = (
        found for found in under(document(project, "kz-plan-guide").blocks, "parts") if isinstance(found, rich.Definitions)
    )
    assert len(parts.items) == len(MODEL)


def test_the_problem_is_solved_in_five_actions(project: Project) -> None:
    figure = block(project, "kz-plan-guide", rich.Figure, "actions")
    first, *actions = (node.id for node in figure.nodes)
    assert len(actions) == 5
    assert [(arrow.start, arrow.end) for arrow in figure.arrows] == list(zip([first, *actions], actions, strict=False))
    for number, node in enumerate(figure.nodes[1:], start=1):
        assert says(project, node.text, f"**{number}.**")


def test_evidence_is_collected_at_each_tier_of_the_school(project: Project) -> None:
    figure = block(project, "kz-plan-guide", rich.Figure, "tiers")
    places = {node.id: node for node in figure.nodes}
    assert [node.id for node in figure.nodes if node.style == "box"] == list(TIERS)
    for tier, count in TIERS.items():
        (evidence,) = {arrow.end for arrow in figure.arrows if arrow.start == tier and places[arrow.end].style == "round"}
        for language in project.languages:
            assert len(places[evidence].text[language].split(";")) == count, (tier, language)
    downwards = [(arrow.start, arrow.end) for arrow in figure.arrows if places[arrow.end].style == "box"]
    assert downwards == list(zip(TIERS, list(TIERS)[1:], strict=False))


def test_the_guide_has_three_figures(project: Project) -> None:
    assert [found.id for found in blocks(project, "kz-plan-guide", rich.Figure)] == ["model", "actions", "tiers"]


def test_the_plan_has_the_parts_of_the_model(project: Project) -> None:
    """And before them the group that carries it; the third part is a plan for each of three priorities, with its evaluation."""
    assert [found.id for found in blocks(project, "kz-3.2", rich.Heading)] == PARTS
    grids = [found.id for found in blocks(project, "kz-3.2", rich.Grid)]
    sides = [f"{side}-{number}" for number in range(1, 4) for side in ("actions", "evaluation")]
    assert grids == ["team", "audit", "priorities", *sides]
    assert block(project, "kz-3.2", rich.Grid, "priorities").rows == 3


def test_the_points_of_the_portfolio(project: Project) -> None:
    rows = [row for row in block(project, "kz-2.2", rich.FillTable, "contents").rows if row.id]
    for letter, points in LETTERS.items():
        assert [row.mark for row in rows if row.mark and row.mark.startswith(letter)] == points
    whole = dict.fromkeys((row.mark or "")[0] for row in rows)
    assert [letter for letter in whole if letter.isalpha()] == [chr(code) for code in range(ord("A"), ord("O") + 1)]
    assert [row.id for row in rows if row.mark == "–"] == ["talis-first"]  # a survey to which the source gives no letter


def test_points_that_the_source_lacks_keep_their_places_and_say_so(project: Project) -> None:
    rows = {row.id: row for row in block(project, "kz-2.2", rich.FillTable, "contents").rows if row.id}
    for letter, name in (MISSING | UNEXPLAINED).items():
        assert rows[name].mark == letter
    assert {rows[name].source for name in MISSING.values()} == {"kz-school-experience (missing pages)"}
    assert len({repr(rows[name].cells[0].root) for name in MISSING.values()}) == 1  # that it stands on pages that are not there
    assert all("(the letter is " in (rows[name].source or "") for name in UNEXPLAINED.values())
    usage = document(project, "kz-2.2").usage
    assert usage
    assert usage.note
    for letter in MISSING | UNEXPLAINED:
        assert says(project, usage.note, letter)


def test_the_guide_names_the_letters_that_its_source_lacks(project: Project) -> None:
    note = next(blocks(project, "kz-plan-guide", rich.Note))
    for letters in ("A–C", "G", "L", "D–O"):
        assert says(project, note.text, letters)


def test_the_guide_explains_the_points_that_its_source_gives(project: Project) -> None:
    counts = {letter: [len(found.items) for found in lists_under(project, "kz-plan-guide", letter)] for letter in "def"}
    assert counts == {"d": [6], "e": [4, 5], "f": [4]}  # the fourth of E has five parts
    headings = {found.id: found.text for found in blocks(project, "kz-plan-guide", rich.Heading)}
    table = block(project, "kz-plan-guide", rich.ReadTable, "letters")
    for letter in "DEFHI":
        assert says(project, headings[letter.lower()], f"{letter}. ")
    for language in project.languages:
        assert [row.cells[0][language] for row in table.rows] == [f"**{letter}**" for letter in "JKMNO"]


def test_reports_have_the_length_that_the_source_gives(project: Project) -> None:
    contents = {row.id: row for row in block(project, "kz-2.2", rich.FillTable, "contents").rows}
    letters = block(project, "kz-plan-guide", rich.ReadTable, "letters").rows
    assert says(project, contents["f2"].cells[0], "1000")
    assert says(project, list_under(project, "kz-plan-guide", "f").items[1].text, "1000")
    assert says(project, contents["k"].cells[0], "1000")
    assert says(project, letters[1].cells[1], "1000")
    assert says(project, next(blocks(project, "kz-2.3", rich.Note)).text, "1000")
    for form in ("kz-2.3", "kz-2.4"):
        assert "word-count" in field_names(lowered(project, form))


def test_goals_of_five_features_for_each_of_three_priorities(project: Project) -> None:
    for number in range(1, 4):
        found = block(project, "kz-3.3", rich.FillTable, f"smart-{number}")
        assert [row.mark for row in found.rows] == list("SMART")


# Lead schools


def test_the_regulation_has_seven_parts(project: Project) -> None:
    found = [heading.text for heading in blocks(project, "kz-lead-school-guide", rich.Heading) if heading.level == 2]
    for number, text in zip(("I", "II", "III", "IV", "V", "VI", "VII"), found, strict=False):
        assert all(text[language].startswith(f"{number}. ") for language in project.languages)
    assert len(found) == 7 + 1  # the last names the forms


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("tasks", 5),
        ("organisation", 4),
        ("contents-of-work", 5),
        ("centre-functions", FUNCTIONS["centre"]),
        ("lead-school-functions", FUNCTIONS["lead"]),
        ("partner-schools-functions", FUNCTIONS["partner"]),
        ("users-functions", FUNCTIONS["users"]),
        ("principles", 6),
        ("leader-functions", 4),
    ],
)
def test_lists_of_the_regulation(project: Project, heading: str, count: int) -> None:
    assert len(list_under(project, "kz-lead-school-guide", heading).items) == count


def test_a_network_has_four_sides_and_one_lead_school_ten_partners(project: Project) -> None:
    sides, ratio = under(document(project, "kz-lead-school-guide").blocks, "structure")[1:]
    assert isinstance(sides, rich.Definitions)
    assert len(sides.items) == len(FUNCTIONS)
    assert isinstance(ratio, rich.Note)
    assert says(project, ratio.text, "1:10")


def test_the_register_has_ten_partners(project: Project) -> None:
    assert block(project, "kz-4.1", rich.Grid, "partners").rows == 10
    schools = [
        name for name in field_names(lowered(project, "kz-4.1")) if name.startswith("partners.") and name.endswith(".school")
    ]
    assert schools == [f"partners.{number}.school" for number in range(1, 11)]


def test_the_plan_and_the_record_have_the_five_contents_of_work(project: Project) -> None:
    assert [found.id for found in blocks(project, "kz-4.2", rich.Grid)] == [f"content-{number}" for number in range(1, 6)]
    contents = block(project, "kz-4.3", rich.Choices, "content")
    assert [option.id for option in contents.options] == [f"part-{number}" for number in range(1, 6)]


def test_eleven_schools_may_take_part_in_an_event(project: Project) -> None:
    assert block(project, "kz-4.3", rich.Grid, "participants").rows == 1 + 10


@pytest.mark.parametrize(("start", "count"), [("task", 5), *FUNCTIONS.items(), ("leader", 4)])
def test_the_monitoring_asks_for_each_task_and_function(project: Project, start: str, count: int) -> None:
    assert numbers(project, "kz-4.5", "monitoring", start) == counted(count)


def test_the_monitoring_asks_for_nothing_else(project: Project) -> None:
    found = block(project, "kz-4.5", rich.FillTable, "monitoring")
    assert len([row for row in found.rows if row.id]) == 5 + sum(FUNCTIONS.values()) + 4
    assert found.free_rows == 0


# The mentoring centre


@pytest.mark.parametrize(("heading", "count"), MENTORING.items())
def test_lists_of_mentoring(project: Project, heading: str, count: int) -> None:
    assert len(list_under(project, "kz-mentoring-guide", heading).items) == count


@pytest.mark.parametrize(("stage", "count"), STAGE_ROWS.items())
def test_each_stage_has_its_table(project: Project, stage: str, count: int) -> None:
    (table,) = (
        found for found in under(document(project, "kz-mentoring-guide").blocks, stage) if isinstance(found, rich.ReadTable)
    )
    assert [len(row.cells) for row in table.rows] == [4] * count  # what, when, who, result


@pytest.mark.parametrize(("stage", "count"), STAGE_ROWS.items())
def test_the_plan_of_the_centre_has_the_rows_of_each_stage(project: Project, stage: str, count: int) -> None:
    found = block(project, "kz-5.1", rich.FillTable, stage)
    assert [row.id for row in found.rows] == counted(count)
    assert len(found.given) == 3  # what, when, result
    assert [column.id for column in found.columns] == ["responsible", "done"]


def test_the_plan_of_the_centre_says_what_its_guide_says(project: Project) -> None:
    """What is done in each stage stands in both, in the same order."""
    for stage in STAGE_ROWS:
        guide = block(project, "kz-mentoring-guide", rich.ReadTable, f"{stage}-table")
        plan = block(project, "kz-5.1", rich.FillTable, stage)
        assert [row.source for row in plan.rows] == [row.source for row in guide.rows], stage


def test_the_agreement_has_the_tasks_and_principles(project: Project) -> None:
    counts = [len(found.items) for found in blocks(project, "kz-5.2", rich.Steps) if found.marks == "numbers"]
    assert counts == [MENTORING["tasks"], 6, MENTORING["principles"]]  # between them what the mentee does


def test_the_criteria_of_a_mentee_are_the_tasks_and_results(project: Project) -> None:
    found = block(project, "kz-5.3", rich.FillTable, "criteria")
    ids = [row.id for row in found.rows if row.id]
    assert ids == [f"{name}-{number}" for name in ("task", "result") for number in counted(MENTORING[f"{name}s"])]


def test_the_report_of_the_centre_has_stages_criteria_and_results(project: Project) -> None:
    assert [option.id for option in block(project, "kz-5.5", rich.Choices, "stage").options] == list(STAGE_ROWS)
    for name in ("criteria", "results"):
        assert [row.id for row in block(project, "kz-5.5", rich.FillTable, name).rows] == counted(MENTORING[name])
