"""What the source counts is what the content has: tools 4.3–4.5, the guide, the handbook, packs and calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from kalyp.lower.document import lower_document
from kalyp.model import blocks as rich
from kalyp.model.core import FieldKind, Phrase, Row, Table
from kalyp.model.document import Chapter, Document, Sample
from kalyp.model.project import Project
from kalyp.model.usage import UsageCard
from kalyp.model.walk import field_names, fields, headings, walk
from tests.counts import block, blocks, by_kind, document, list_under, lowered, under
from tests.support import real_content

TEACHER = [str(number) for number in range(1, 23)]
SUBJECTS = [
    "mathematics",
    "history",
    "kyrgyz-language",
    "geography",
    "physics",
    "chemistry",
    "biology",
    "primary-classes",
    "russian-language",
]
PLAN = ["activity", "deadline", "result", "responsible", "resources", "budget", "notes"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
TOOLS = [
    "1.1",
    "1.2",
    "1.3",
    "2.1",
    "2.2",
    "2.3",
    "3.1",
    "3.2",
    "3.3",
    "4.1",
    "4.2",
    "4.3",
    "4.4",
    "4.5",
]  # those with a usage card
FORMS = sorted(["kg-1.1-report", *(f"kg-{code}" for code in TOOLS if code != "4.2")])  # 4.2 is named only
TALK = "kg-talk-sheet"  # of the talk that the source describes without a sheet for it: no tool of the source
APPENDICES = ["1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.3", "4.4", "4.5"]  # 4.2 has no page
AREAS = [3, 4, 3, 5, 4]  # tools of each
CHAPTERS = [
    "what-cpd-is",
    "aim-and-tasks",
    "audience",
    "why-cpd",
    "purpose-of-the-tools",
    "components",
    "information-flow",
    "areas-and-competencies",
    "use-of-the-tools",
    "accompanying-guides",
    "instructions-to-the-teacher",
    "appendices",
    "bibliography",
]
ROLES = ["teacher", "association-head", "deputy-head", "school-head", "district-methodologist", "mentor", "trainer"]


@pytest.fixture(scope="module")
def project() -> Project:
    return real_content()


@pytest.fixture(scope="module")
def chapters(project: Project) -> dict[str, Chapter]:
    return {chapter.id: chapter for chapter in project.chapters_of(document(project, "kg-handbook"))}


# 4.3


def test_the_request_has_competencies_times_subjects_with_totals(project: Project) -> None:
    matrix = block(project, "kg-4.3", rich.Matrix, "request")
    assert (matrix.framework, matrix.voice) == ("kg-teacher", "self")
    assert [subject.id for subject in matrix.subjects] == SUBJECTS
    assert len(SUBJECTS) == 9
    columns = ["count", *SUBJECTS, "free-1", "free-2", "free-3"]
    rows = [*TEACHER, "free-1", "free-2", "free-3", "total"]
    wanted = {f"request.{row}.{column}" for row in rows for column in columns}
    wanted |= {f"request.free-{number}.name" for number in range(1, 4)}
    assert {name for name in field_names(lowered(project, "kg-4.3")) if name.startswith("request.")} == wanted


def test_the_request_asks_for_deputies_and_head_and_is_signed(project: Project) -> None:
    names = field_names(lowered(project, "kg-4.3"))
    assert names[-4:] == [
        "deputies-competencies",
        "school-head-competencies",
        "school-head-name",
        "sign-off.sent.school-head-date",
    ]


# 4.4 and its sample


def test_the_plan_analyses_the_year_in_nine_points(project: Project) -> None:
    boxes = [box for row in block(project, "kg-4.4", rich.Report, "analysis").rows for box in row]
    for language in project.languages:
        assert [box.title[language].partition(". ")[0] for box in boxes] == [str(number) for number in range(1, 10)]


def test_the_plan_has_staff_growth_strategic_aims_and_seven_tasks(project: Project) -> None:
    found = [heading.id for heading in blocks(project, "kg-4.4", rich.Heading)]
    assert found == ["analysis-part", "staff-part", "aims-part", *(f"task-{number}-part" for number in range(1, 8))]
    asked = [lines.id for lines in blocks(project, "kg-4.4", rich.WritingLines)]
    assert asked == ["staff-growth", "aims", *(f"task-{number}-name" for number in range(1, 5))]


def test_the_tasks_have_the_table_of_seven_columns_and_the_last_a_schedule_of_five_years(project: Project) -> None:
    *tasks, courses = blocks(project, "kg-4.4", rich.Grid)
    assert [task.id for task in tasks] == [f"task-{number}" for number in range(1, 7)]
    assert [[column.id for column in task.columns] for task in tasks] == [PLAN] * 6
    years = [f"year-{number}" for number in range(1, 6)]
    assert [column.id for column in courses.columns] == ["name", "subject", "last-course", *years]
    assert [column.kind for column in courses.columns[-5:]] == ["check"] * 5
    names = [name for name in field_names(lowered(project, "kg-4.4")) if name.startswith("course-year-")]
    assert names == [f"course-year-{number}" for number in range(1, 6)]


@pytest.fixture(scope="module")
def sample(project: Project) -> Sample:
    found = project.documents["kg-4.4-sample"]
    assert isinstance(found, Sample)
    return found


def test_what_stands_in_the_sample_are_fields_and_boxes_of_the_plan(project: Project, sample: Sample) -> None:
    assert sample.sample_of == "kg-4.4"
    kinds = {field.name: field.kind for field in fields(lowered(project, "kg-4.4").blocks)}
    boxes = {name for name, kind in kinds.items() if kind is FieldKind.CHECK}
    assert set(sample.values) <= set(kinds) - boxes
    assert set(sample.ticked) <= boxes
    left = list(fields(lowered(project, sample.id).blocks))
    assert [field.name for field in left] == [name for name in kinds if name not in sample.values]
    assert {field.name for field in left if field.ticked} == set(sample.ticked)


def test_each_page_of_the_sample_says_what_it_is(project: Project, sample: Sample) -> None:
    for language in project.languages:
        foot = lower_document(project, sample, (language,)).foot.plain
        assert foot.startswith(f"{sample.mark[language]} · ")


def test_the_sample_has_the_steps_of_each_task(sample: Sample) -> None:
    """Tasks 3 and 4 have nothing but their names in the source: their steps are invented. Two steps of task 2 are one here."""
    steps = Counter(name.split(".")[0] for name in sample.values if name.endswith(".activity"))
    assert steps == {"task-1": 8, "task-2": 8, "task-3": 4, "task-4": 4, "task-5": 6, "task-6": 3}
    assert [name for name in sample.values if name.endswith("-name")] == [f"task-{number}-name" for number in range(1, 5)]
    assert len([name for name in sample.values if name.startswith("course-year-")]) == 5
    assert len([name for name in sample.values if name.startswith("courses.") and name.endswith(".name")]) == 7
    assert len(sample.ticked) == 7


# 4.5


def test_the_record_has_six_subjects_in_five_years(project: Project) -> None:
    teaching = block(project, "kg-4.5", rich.Years, "teaching")
    assert ([row.id for row in teaching.rows], teaching.years) == ([f"subject-{number}" for number in range(1, 7)], 5)
    assert {found.years for found in blocks(project, "kg-4.5", rich.Years)} == {5}
    ids = [found.id for found in blocks(project, "kg-4.5", rich.Years)]
    assert ids == ["record", "teaching", "assessment", "plan", "portfolio", "discipline", "guidance"]


def test_the_record_rates_sixteen_indicators_at_four_degrees_in_five_years(project: Project) -> None:
    counts = {"observation": 5, "conduct": 4, "other-skills": 2, "class-teacher": 3, "extracurricular": 2}
    found = list(blocks(project, "kg-4.5", rich.YearRating))
    assert {rating.id: len(rating.rows) for rating in found} == counts
    boxes = (field for field in fields(lowered(project, "kg-4.5").blocks) if field.kind is FieldKind.MARK)
    marks = Counter(field.name.split(".")[0] for field in boxes if field.name != "category")
    assert marks == {name: count * 4 * 5 for name, count in counts.items()}


def test_the_record_is_signed_by_both_each_year_and_has_fifteen_instructions(project: Project) -> None:
    (signatures,) = blocks(project, "kg-4.5", rich.Signatures)
    assert [len(row.parties) for row in signatures.rows] == [2] * 5
    (instructions,) = blocks(project, "kg-4.5", rich.Steps)
    assert len(instructions.items) == 15


# The guide to the Regulation


def test_the_guide_has_nine_parts(project: Project) -> None:
    for language in project.languages:
        titles = [found.text[language] for found in blocks(project, "kg-regulation-guide", rich.Heading) if found.level == 2]
        assert [title.partition(". ")[0] for title in titles] == ROMAN


def test_the_guide_has_seven_models_and_seven_rows_of_hours(project: Project) -> None:
    assert len(list_under(project, "kg-regulation-guide", "seven-models").items) == 7
    (hours,) = blocks(project, "kg-regulation-guide", rich.ReadTable)
    assert [len(row.cells) for row in hours.rows] == [4] * 7
    for language in project.languages:
        assert [row.cells[0][language].split(".")[0].strip("*") for row in hours.rows] == [str(n) for n in range(1, 8)]


def test_the_guide_tells_seven_roles_apart(project: Project) -> None:
    ids = [found.id for found in blocks(project, "kg-regulation-guide", rich.Heading)]
    inside = ids[ids.index("roles") + 1 : ids.index("monitoring")]
    roles = "teacher school-management innovative-school methodological-office providers ministry institute"
    assert inside == roles.split()


# The handbook


def test_the_handbook_has_thirteen_numbered_chapters_after_a_foreword(project: Project, chapters: dict[str, Chapter]) -> None:
    assert list(chapters) == ["foreword", *CHAPTERS]
    parts = {name: chapter.part for name, chapter in chapters.items() if chapter.part != "chapter"}
    assert parts == {"foreword": "front", "bibliography": "back"}
    numbers = {found.anchor: found.number for found in headings(lowered(project, "kg-handbook").blocks)}
    assert {name: numbers[name] for name in chapters} == {
        "foreword": "",
        **{name: f"{number}." for number, name in enumerate(CHAPTERS, start=1)},
    }


def test_the_appendices_follow_in_order_and_the_bibliography_after_them(project: Project) -> None:
    found = [found for found in headings(lowered(project, "kg-handbook").blocks) if found.listed and found.level == 2]
    ids = [f"kg-{code}" for code in APPENDICES] + ["kg-regulation-guide"]
    assert len(ids) == 15
    assert [heading.anchor for heading in found] == ["foreword", *CHAPTERS[:-1], *ids, "bibliography"]
    appendices = [heading.text.plain for heading in found if heading.anchor in ids]
    assert [title.partition("-")[0] for title in appendices] == [str(number) for number in range(1, 16)]


def test_each_tool_has_its_section_with_a_usage_card(project: Project, chapters: dict[str, Chapter]) -> None:
    use = chapters["use-of-the-tools"].blocks
    cards = {
        heading.id: [
            found.code or (found.document or "").removeprefix("kg-")
            for found in under(use, heading.id)
            if isinstance(found, rich.UsageCardBlock)
        ]
        for heading in use
        if isinstance(heading, rich.Heading) and heading.level == 4
    }
    assert cards == {f"tool-{code.replace('.', '-')}": [code] for code in TOOLS}
    numbers = {found.anchor: found.number for found in headings(lowered(project, "kg-handbook").blocks)}
    assert [numbers[name] for name in cards] == [f"9.{code}." for code in TOOLS]


def test_the_table_of_tools_has_five_areas(chapters: dict[str, Chapter]) -> None:
    (table,) = (found for found in chapters["components"].blocks if isinstance(found, rich.ReadTable))
    counts: list[int] = []
    for row in table.rows:
        if row.band:
            counts.append(0)
        else:
            counts[-1] += 1
            assert len(row.cells) == 3
    assert counts == AREAS
    (areas,) = (found for found in chapters["components"].blocks if isinstance(found, rich.Steps))
    assert len(areas.items) == len(AREAS)


@pytest.mark.parametrize(
    ("table", "framework"),
    [("teacher-domains", "kg-teacher"), ("association-domains", "kg-method-lead"), ("head-domains", "kg-school-head")],
)
def test_the_handbook_counts_the_competencies_of_each_area_right(
    project: Project, chapters: dict[str, Chapter], table: str, framework: str
) -> None:
    (found,) = (
        found for found in chapters["areas-and-competencies"].blocks if isinstance(found, rich.ReadTable) and found.id == table
    )
    for language in project.languages:
        shown = [row.cells[1][language] for row in found.rows]
        domains = project.frameworks[framework].domains
        closed = [str(len(domain.competencies)) for domain in domains if not domain.open]
        assert [text for text in shown if text.isdigit()] == closed
        assert len(shown) == len(domains)


def test_the_handbook_has_two_figures_four_stages_three_steps_and_four_guides(chapters: dict[str, Chapter]) -> None:
    figures = [found.id for chapter in chapters.values() for found in chapter.blocks if isinstance(found, rich.Figure)]
    assert figures == ["connections", "flow"]
    stages = [found.id for found in chapters["information-flow"].blocks if isinstance(found, rich.Heading)]
    assert stages == ["stage-one", "stage-two", "stage-three", "stage-four", "all-stages"]

    def only_list(chapter: str) -> int:
        (found,) = (found for found in chapters[chapter].blocks if isinstance(found, rich.Steps))
        return len(found.items)

    assert only_list("instructions-to-the-teacher") == 3
    assert only_list("accompanying-guides") == 4
    assert only_list("bibliography") == 5
    (letters,) = (found for found in chapters["what-cpd-is"].blocks if isinstance(found, rich.Definitions))
    assert len(letters.items) == 3


# Packs and the calendar


def test_the_country_has_fourteen_forms_and_a_pack_for_each_of_seven_roles(project: Project) -> None:
    assert by_kind(project, "kg") == {
        "form": sorted([*FORMS, TALK]),
        "booklet": ["kg-2", "kg-regulation-guide"],
        "sheet": ["kg-calendar"],
        "sample": ["kg-4.4-sample"],
        "handbook": ["kg-handbook"],
        "pack": sorted(ROLES),
        "workbook": ["kg-4.2"],
        "summary": ["kg-district-summary"],
    }


def usage_cards(project: Project, chapters: dict[str, Chapter]) -> Iterator[tuple[str, UsageCard]]:
    """Every usage card of the country with the code of its tool: those of documents, and those that the handbook holds."""
    for each in project.documents.values():
        if isinstance(each, Document) and each.country == "kg" and each.usage:
            yield each.code or "", each.usage
    for chapter in chapters.values():
        for found in chapter.blocks:
            if isinstance(found, rich.UsageCardBlock) and found.card:
                yield found.code or "", found.card


@pytest.fixture(scope="module")
def calendar(project: Project) -> Table:
    (table,) = (found for found in walk(lowered(project, "kg-calendar").blocks) if isinstance(found, Table))
    return table


def said(row: Row) -> list[str]:
    """The words of each cell."""
    return [" ".join(part.plain for part in walk([cell]) if isinstance(part, Phrase)) for cell in row.cells]


def test_the_calendar_holds_every_entry_of_every_usage_card_of_its_country(
    project: Project, chapters: dict[str, Chapter], calendar: Table
) -> None:
    language = next(iter(project.languages))
    begins = project.countries["kg"].year_begins
    shown: dict[tuple[str, tuple[int, ...]], tuple[str, list[str]]] = {}
    for work, roles, codes, *months in map(said, calendar.body):
        marked = tuple(sorted((begins + place - 1) % 12 + 1 for place, mark in enumerate(months) if mark))
        assert (work, marked) not in shown
        shown[work, marked] = (roles, codes.split(", "))
    wanted = set()
    for code, card in usage_cards(project, chapters):
        for entry in card.calendar:
            key = (entry.text[language], tuple(sorted(entry.months)))
            wanted.add(key)
            roles, listed = shown[key]
            assert code in listed
            assert all(project.roles[role].title[language].casefold() in roles.casefold() for role in entry.roles)
    assert set(shown) == wanted
    assert {code for _, listed in shown.values() for code in listed} == set(TOOLS)


def test_the_calendar_begins_with_september(project: Project, calendar: Table) -> None:
    language = next(iter(project.languages.values()))
    assert said(calendar.head[0])[3:] == [*language.months[8:], *language.months[:8]]
