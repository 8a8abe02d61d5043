"""Names and values of fields: the same in every edition, made of ids that editors give, never of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalyp.lower.context import Context
from kalyp.lower.document import lower_blocks
from kalyp.model.core import Field, FieldKind
from kalyp.model.project import Project
from kalyp.model.walk import fields
from kalyp.read.project import read_project
from tests.content_copy import make_project, put, put_frameworks
from tests.support import ROOT


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root: Path = make_project(tmp_path_factory.mktemp("project"))
    put(root, "content/forms/kg/every-block.yaml", (ROOT / "tests" / "every_block.yaml").read_bytes())
    put_frameworks(root)
    project, problems = read_project(root)
    assert not list(problems)
    return project


def asked(project: Project, kind: str, language: str = "ky") -> list[Field]:
    edition = Context(project, project.documents["every-block"], (language,))
    return [field for item, made in lower_blocks(edition) if getattr(item, "block", "") == kind for field in fields(made)]


def named(found: list[Field]) -> list[tuple[str, str, str]]:
    return [(field.kind.value, field.name, field.value) for field in found]


def test_rating(project: Project) -> None:
    assert named(asked(project, "rating")) == [
        ("lines", "standard.1", ""),
        ("mark", "level.1", "low"),
        ("mark", "level.1", "high"),
        ("lines", "comment.1", ""),
        ("lines", "standard.2", ""),
        ("mark", "level.2", "low"),
        ("mark", "level.2", "high"),
        ("lines", "comment.2", ""),
    ]


def test_checklist(project: Project) -> None:
    marks = [("mark", f"answer.{question}", value) for question in ("1", "2", "2a", "2b") for value in ("yes", "no")]
    found = asked(project, "checklist")
    assert [field for field in named(found) if field[0] == "mark"] == marks
    comments = [field.name for field in found if field.kind is FieldKind.LINES]
    assert comments == ["answer-comment.1", "answer-comment.2", "answer-comment.2a", "answer-comment.2b"]


def test_fields_of_the_bank(project: Project) -> None:
    found = asked(project, "fields")
    assert list(dict.fromkeys(field.name for field in found)) == ["full-name", "school", "category", "start-date", "subjects"]
    values = [field.value for field in found if field.name == "category"]
    assert values == ["none", "second", "first", "highest"]


def test_choices(project: Project) -> None:
    assert named(asked(project, "choices")) == [
        ("check", "wish.plan", "on"),
        ("check", "wish.assess", "on"),
        ("check", "wish.other", "on"),
        ("text", "wish.other-text", ""),
    ]


def test_lines(project: Project) -> None:
    assert named(asked(project, "lines")) == [("text", "aim.1", ""), ("text", "aim.2", ""), ("lines", "thoughts", "")]


def test_grid(project: Project) -> None:
    kinds = (("done", "check", "on"), ("step", "lines", ""), ("name", "text", ""), ("due", "date", ""), ("hours", "text", ""))
    cells = [(kind, f"plan.{row}.{column}", value) for row in (1, 2) for column, kind, value in kinds]
    assert named(asked(project, "grid")) == [*cells, ("text", "plan.total", "")]


def test_appraisal(project: Project) -> None:
    found = named(asked(project, "appraisal"))
    assert found[:4] == [
        ("lines", "evidence.3.1", ""),
        ("mark", "level.3.1", "met"),
        ("mark", "level.3.1", "not-met"),
        ("lines", "assessor.3.1", ""),
    ]
    assert len(found) == 3 * 4


def test_rubric(project: Project) -> None:
    assert named(asked(project, "rubric")) == [
        *(("mark", "level.5", stage) for stage in ("begin", "grow", "lead")),
        ("lines", "evidence.5", ""),
        ("lines", "next.5", ""),
    ]


def test_fill_table(project: Project) -> None:
    assert named(asked(project, "fill-table")) == [
        ("check", "folder.plan.there", "on"),
        ("text", "folder.plan.page", ""),
        ("check", "folder.d.there", "on"),
        ("text", "folder.d.page", ""),
        ("lines", "folder.free-1.given-1", ""),
        ("lines", "folder.free-1.given-2", ""),
        ("check", "folder.free-1.there", "on"),
        ("text", "folder.free-1.page", ""),
    ]


def test_report(project: Project) -> None:
    assert [field.name for field in asked(project, "report")] == ["report.good", "report.better", "report.advice"]


def test_signatures(project: Project) -> None:
    assert [field.name for field in asked(project, "signatures")] == [
        "sign.made.teacher-date",
        "sign.closed.teacher-date",
        "sign.closed.leader-date",
        "sign.closed.teacher-comment",
        "sign.closed.leader-comment",
    ]


def test_labels_say_what_is_asked_and_which_answer_it_is(project: Project) -> None:
    labels = [field.label.plain for field in asked(project, "rating", "ru")]
    assert labels[:2] == ["1. План урока: Стандарт", "1. План урока: Низкий"]
