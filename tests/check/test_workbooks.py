"""Workbooks that Excel would refuse, or whose levels could not be told apart, are problems."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalyp.check.workbooks import check_workbooks
from kalyp.model.base import Text
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook
from kalyp.problems import Problems
from tests.support import real_content


def altered(**tabs: str) -> Project:
    """The real content with other titles of the guide's sheet."""
    content = real_content()
    found = next(document for document in content.documents.values() if isinstance(document, Workbook))
    guide = found.sheets.guide.model_copy(update={"tab": Text({**found.sheets.guide.tab.root, **tabs})})
    sheets = found.sheets.model_copy(update={"guide": guide})
    return replace(content, documents={**content.documents, found.id: found.model_copy(update={"sheets": sheets})})


def codes(project: Project) -> list[str]:
    problems = Problems()
    check_workbooks(project, problems)
    return [problem.code.value for problem in problems]


def test_the_real_workbooks_are_sound() -> None:
    assert codes(real_content()) == []


@pytest.mark.parametrize("title", ["А" * 32, "Формы: 2.1", "[1]", "'Школа'", "школа"])
def test_a_title_that_excel_refuses_is_a_problem(title: str) -> None:
    assert codes(altered(ru=title)) == ["id-form"]


def test_levels_that_the_sheets_have_no_looks_for_are_a_problem() -> None:
    content = real_content()
    framework = content.frameworks["kg-teacher"]
    two = framework.model_copy(update={"levels": framework.levels[:2]})
    assert codes(replace(content, frameworks={**content.frameworks, framework.id: two})) == ["framework-shape"]
