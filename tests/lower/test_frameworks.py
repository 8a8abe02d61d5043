"""Blocks over frameworks as they are set: what stands under what, how wide, on which page."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalyp.lower.block import lower_block
from kalyp.lower.competency import MARK
from kalyp.lower.context import Context
from kalyp.model.base import Item, Text
from kalyp.model.blocks import Alignments, Answer, Appraisal, Descriptors, Rating, Rubric, Standards
from kalyp.model.core import Block, Break, Heading, List, Paragraph, Phrase, Row, Table
from kalyp.model.project import Project
from kalyp.model.walk import fields, walk
from kalyp.read.project import read_project
from tests.content_copy import make_project, put_frameworks

HEAD = Text({"ru": "Графа"})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root: Path = make_project(tmp_path_factory.mktemp("project"))
    put_frameworks(root)
    project, problems = read_project(root)
    assert not list(problems)
    return project


def lowered(project: Project, block: Item, *, inside: bool = False) -> list[Block]:
    return lower_block(block, Context(project, project.documents["kg-small"], ("ru",), inside=inside))


def rating(*answers: str) -> Rating:
    boxes = [Answer(id=f"a-{at}", label=Text({"ru": words})) for at, words in enumerate(answers)]
    return Rating(block="rating", framework="listed", voice="norm", levels_head=HEAD, comment_head=HEAD, answers=boxes)


def table(blocks: list[Block]) -> Table:
    (found,) = (block for block in blocks if isinstance(block, Table))
    return found


def words(part: Row | Block) -> list[str]:
    parts = part.cells if isinstance(part, Row) else [part]
    return [each.plain for each in walk(parts) if isinstance(each, Phrase)]


def widths(table: Table) -> list[float]:
    return [column.width for column in table.columns]


def test_a_rating_over_a_framework_without_levels_has_the_answers_as_boxes(project: Project) -> None:
    made = table(lowered(project, rating("Да", "Нет")))
    assert words(made.head[0]) == ["№", "Стандарты", "Графа", "Графа"]
    assert words(made.head[1]) == ["Да", "Нет"]
    found = [(field.name, field.value) for field in fields([made]) if field.value]
    assert found[:2] == [("level.3.1", "a-0"), ("level.3.1", "a-1")]


def test_columns_of_answers_are_as_narrow_as_their_words_allow(project: Project) -> None:
    narrow, wide, crowded = (
        table(lowered(project, rating(*answers))) for answers in (("Да", "Нет"), ("Да", "Определённо"), ["Неопределённость"] * 4)
    )
    assert widths(narrow)[2:4] == [MARK, MARK]
    assert MARK < widths(wide)[2] == widths(wide)[3]
    assert sum(widths(crowded)[2:6]) <= 80
    for made in (narrow, wide, crowded):
        assert sum(widths(made)) == pytest.approx(180, abs=0.01)
        assert widths(made)[1] > 40


def test_standards_stand_under_their_domain_with_its_assignment_and_on_no_page_of_their_own(project: Project) -> None:
    made = lowered(project, Standards(block="standards", framework="listed", voice="norm"))
    assert [type(block) for block in made] == [Heading, Paragraph, Table, Heading, Table]
    assert isinstance(first := made[2], Table)
    assert first.body[0].group
    assert words(first.body[0]) == ["Задание: Анализ данных школы", "Срок: На первом этапе", "Оценивание: Отчёт об анализе"]
    assert [word for row in first.body[1:] for word in words(row)] == [
        "3.1.",
        "Умеет собирать данные",
        "3.2.",
        "Умеет объяснять данные",
    ]


def test_a_domain_of_the_assessment_begins_with_its_title_and_assignment_which_stay_with_its_first_standard(
    project: Project,
) -> None:
    block = Appraisal(
        block="appraisal",
        framework="listed",
        voice="norm",
        evidence_head=HEAD,
        answers_head=HEAD,
        answers=[Answer(id="met", label=HEAD)],
        assessor_head=HEAD,
    )
    made = table(lowered(project, block))
    assert [row.group for row in made.body] == [True, True, False, False, True, False]
    assert words(made.body[1]) == ["Задание: Анализ данных школы", "Срок: На первом этапе", "Оценивание: Отчёт об анализе"]
    assert all(row.height == 16 for row in made.body if not row.group)
    assert all(sum(cell.columns for cell in row.cells) == len(made.columns) for row in made.body)
    assert sum(widths(made)) == pytest.approx(180, abs=0.01)


def test_a_rubric_has_its_boxes_between_the_stages_and_all_that_is_said_of_them(project: Project) -> None:
    made = lowered(project, Rubric(block="rubric", framework="stages", voice="norm", evidence_head=HEAD, next_head=HEAD))
    stages, room = (block for block in made if isinstance(block, Table))
    ticks, says = stages.body
    assert [field.value for field in fields(ticks.cells)] == ["begin", "grow", "lead"]
    assert [words_of_lists(cell.blocks) for cell in says.cells] == [1, 2, 3]
    assert [field.lines for field in fields([room])] == [4, 3]
    assert widths(stages)[0] < min(widths(stages)[1:])
    assert sum(widths(stages)) == pytest.approx(180, abs=0.01)
    assert widths(stages)[0] > 30


def words_of_lists(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.items) for block in blocks if isinstance(block, List))


def test_stacked_descriptors_stand_under_the_title_of_their_level(project: Project) -> None:
    block = Descriptors(block="descriptors", framework="stages", voice="norm", stacked=True)
    made = lowered(project, block)
    assert not any(isinstance(part, Table) for part in made)
    titles = [part for part in made if isinstance(part, Heading) and part.level == 4]
    assert [title.text.plain for title in titles] == ["Начало (1)", "Развитие (2)", "Пример для других (3)"]
    assert not any(title.listed for title in titles)
    assert [[item.marker for item in part.items] for part in made if isinstance(part, List)] == [
        ["а)"],
        ["а)"],
        ["б)"],
        ["а)", "б)"],
        ["в)"],
    ]
    assert "Доверие" in [word for part in made for word in words(part)]


def test_a_competency_is_on_a_page_of_its_own_unless_its_levels_stand_one_under_the_other(project: Project) -> None:
    beside, under = (
        lowered(project, Descriptors(block="descriptors", framework="tiny", voice="self", stacked=stacked))
        for stacked in (False, True)
    )
    at = [type(block) for block in beside].index(Break)
    assert isinstance(after := beside[at + 1], Heading)
    assert after.anchor == "competency-2"
    assert isinstance(beside[0], Heading)
    assert sum(isinstance(block, Break) for block in beside) == 1
    assert not any(isinstance(block, Break) for block in under)


def alignments(project: Project, *, inside: bool = False) -> list[Block]:
    block = Alignments(block="alignments", frameworks=["listed"], item_head=HEAD, counterpart_head=HEAD, reason_head=HEAD)
    return lowered(project, block, inside=inside)


def test_every_counterpart_has_a_row_that_says_what_it_belongs_to(project: Project) -> None:
    rows = [words(row) for row in table(alignments(project)).body if not row.group]
    assert rows == [
        ["3.1. Сбор данных", "1. План урока", "Кыргызстан: Компетенции", "План опирается на данные"],
        ["3.1. Сбор данных", "2. Оценивание", "Кыргызстан: Компетенции", "Оценивание даёт данные"],
        ["3.2. Объяснение данных", "–"],
        ["4.10. Родители", "–"],
    ]


def test_in_a_chapter_a_table_of_alignments_has_no_heading_of_its_own(project: Project) -> None:
    assert isinstance(alignments(project)[0], Heading)
    assert isinstance(alignments(project, inside=True)[0], Paragraph)
