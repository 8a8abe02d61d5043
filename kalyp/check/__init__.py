"""Content that could be read → what is wrong with it: texts, references, ids, values, terms, glyphs."""

from __future__ import annotations

from kalyp.check.glyphs import Alphabets, check_glyphs
from kalyp.check.ids import check_ids
from kalyp.check.references import check_references
from kalyp.check.sources import check_sources
from kalyp.check.terms import check_terms
from kalyp.check.texts import check_texts
from kalyp.check.values import check_values
from kalyp.model.project import Project
from kalyp.problems import Problems


def check_project(project: Project, alphabets: Alphabets, problems: Problems) -> None:
    """Run every check over the project; what is wrong goes to `problems`."""
    for check in (check_texts, check_references, check_ids, check_values, check_sources, check_terms):
        check(project, problems)
    check_glyphs(project, alphabets, problems)


__all__ = ["check_project"]
