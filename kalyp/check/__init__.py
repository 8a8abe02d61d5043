"""Content that could be read → what is wrong with it: texts, references, ids, values, terms, glyphs."""

from __future__ import annotations

from collections.abc import Collection

from kalyp.check.books import check_books
from kalyp.check.glyphs import Alphabets, check_glyphs
from kalyp.check.ids import check_ids
from kalyp.check.outputs import OutputsOf, check_outputs
from kalyp.check.references import check_references
from kalyp.check.sources import check_sources
from kalyp.check.terms import check_terms
from kalyp.check.texts import check_texts
from kalyp.check.values import check_values
from kalyp.check.words import check_words
from kalyp.check.workbooks import check_workbooks
from kalyp.model.project import Project
from kalyp.problems import Problems


def check_project(
    project: Project,
    problems: Problems,
    *,
    words: Collection[str],
    outputs_of: OutputsOf,
    alphabets: Alphabets | None,
    known: Collection[str] = (),
) -> None:
    """Run every check over the project; what is wrong goes to `problems`.

    `words`: the fixed words that will be used; `outputs_of`: the paths of a document's outputs; `alphabets`: what the fonts have,
    None when a font is missing; `known`: files that are as they were when nothing was wrong with them. What one file says of
    another is checked in any case.
    """
    for check in (check_references, check_books, check_ids, check_values, check_workbooks):
        check(project, problems)
    fresh = project.without(known)
    for check in (check_texts, check_sources, check_terms):
        check(fresh, problems)
    check_words(project, words, problems)
    check_outputs(project, outputs_of, problems)
    if alphabets:
        check_glyphs(fresh, alphabets, problems)


__all__ = ["Alphabets", "check_project"]
