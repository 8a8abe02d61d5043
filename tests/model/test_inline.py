"""Bold and italic, and nothing else."""

from __future__ import annotations

import pytest

from kalyp.model.core import Run
from kalyp.model.inline import plain, runs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("бир", [Run("бир")]),
        ("**бир** эки", [Run("бир", bold=True), Run(" эки")]),
        ("*бир* эки", [Run("бир", italic=True), Run(" эки")]),
        ("**бир *эки* үч**", [Run("бир ", bold=True), Run("эки", bold=True, italic=True), Run(" үч", bold=True)]),
        ("***бир***", [Run("бир", bold=True, italic=True)]),
    ],
)
def test_bold_and_italic(text: str, expected: list[Run]) -> None:
    assert [run for run in runs(text) if run.text] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 = 6",
        "20__–20__",
        "<b>бир</b>",
        "[бир](http://example.org)",
        "# бир",
        "- бир",
        "1. бир",
        "`бир`",
        "бир\\*эки",
        "&amp; &lt;",
        "http://example.org",
        "{page}",
        "~~бир~~",
        "",
    ],
)
def test_all_else_is_text(text: str) -> None:
    assert plain(text) == text


def test_plain_is_the_text_without_signs() -> None:
    assert plain("**бир** *эки*") == "бир эки"


def test_many_signs_take_no_long_time() -> None:
    assert plain("*" * 20_000) == "*" * 20_000
    assert "а" in plain("*а **б " * 3_000)
