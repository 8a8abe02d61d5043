"""Workbooks: what Excel takes for the title of a sheet, and frameworks with the levels that the sheets are made for."""

from __future__ import annotations

from kalyp.model.base import Text
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook
from kalyp.problems import Code, Problems

LONGEST_TAB = 31  # characters
NOT_IN_TABS = set("[]:*?/\\")
LEVELS = 3  # looks of levels that a grey printer tells apart


def check_workbooks(project: Project, problems: Problems) -> None:
    """Check the workbooks of the project."""
    for document in project.documents.values():
        if isinstance(document, Workbook):
            _check_tabs(document, project, problems)
            for group in document.groups:
                framework = project.frameworks.get(group.framework)
                if framework and len(framework.levels) != LEVELS:
                    place, count = group.place.of("framework"), len(framework.levels)
                    problems.add(Code.FRAMEWORK_SHAPE, place, id=framework.id, count=count)


def tabs(workbook: Workbook) -> list[Text]:
    """The titles of all sheets."""
    words = workbook.sheets
    single = (words.guide, words.school, words.staff, words.summary, words.subjects, words.request, words.returns)
    return [
        *(sheet.tab for sheet in single),
        *(tab for group in workbook.groups for tab in (group.tabs.levels, group.tabs.competencies, group.tabs.results)),
    ]


def _check_tabs(workbook: Workbook, project: Project, problems: Problems) -> None:
    for language in project.languages:
        seen: set[str] = set()
        for tab in tabs(workbook):
            title = tab[language]
            if len(title) > LONGEST_TAB or set(title) & NOT_IN_TABS or title.strip("'") != title or title.casefold() in seen:
                problems.add(Code.ID_FORM, tab.place_of(language), found=title, wanted="tab")
            seen.add(title.casefold())
