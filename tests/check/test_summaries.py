"""What a summary of requests names: the form, its matrix, its fields, the frameworks of leaders' codes, paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalyp.check.references import check_references
from kalyp.model.document import AnyDocument
from kalyp.model.summary import Summary
from kalyp.problems import Code, Problems
from tests.loop.requested import SUMMARY, summary
from tests.support import real_content


def noted(altered: Summary) -> list[tuple[str, ...]]:
    """What the check of references says of the real content with this summary: kind and id of each."""
    documents: dict[str, AnyDocument] = {**real_content().documents, SUMMARY: altered}
    problems = Problems()
    check_references(replace(real_content(), documents=documents), problems)
    assert {problem.code for problem in problems} <= {Code.REFERENCE_UNKNOWN}
    return [(dict(problem.values)["kind"], dict(problem.values)["id"]) for problem in problems]


def test_the_real_one_names_what_there_is() -> None:
    assert noted(summary()) == []


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("form", "kg-9.9", "document"),
        ("matrix", "requests", "field"),
        ("school", "full-name", "field"),  # is in the bank, but the form doesn't ask for it
        ("teachers", "teachers", "field"),
    ],
)
def test_what_the_request_has_not(key: str, value: str, kind: str) -> None:
    request = summary().request.model_copy(update={key: value})
    assert noted(summary().model_copy(update={"request": request})) == [(kind, value)]


def test_leaders_and_paper() -> None:
    leaders = summary().leaders[0].model_copy(update={"field": "deputies", "framework": "kg-deputy"})
    altered = summary().model_copy(update={"leaders": [leaders], "sheet_page": "A3"})
    assert sorted(noted(altered)) == [("field", "deputies"), ("framework", "kg-deputy"), ("page", "A3")]
