"""What messages quote: on one line, not too long, with nothing that can't be seen."""

from __future__ import annotations

import pytest

from kalyp.problems import LONGEST, Code, Place, Problem, Problems, nearest, shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Үзгүлтүксүз", "Үзгүлтүксүз"),
        ("a\nb\tc", "a↵b⇥c"),
        ("a\xa0b", "a<U+00A0>b"),
        ("a\u202eb", "a<U+202E>b"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_shown(text: str, said: str) -> None:
    assert shown(text) == said


def test_long_texts_are_cut() -> None:
    assert shown("a" * LONGEST) == "a" * LONGEST
    assert len(shown("a" * 10_000)) == LONGEST


def test_the_nearest_name_or_all() -> None:
    assert nearest("titel", ["title", "text", "id"]) == "title"
    assert nearest("xyz", ["title", "text", "id"]) == "id, text, title"
    assert nearest("xyz", []) == "–"


def test_problems_are_kept_once_and_in_the_order_of_the_files() -> None:
    problems = Problems()
    for line in (9, 10, 2, 9):
        problems.add(Code.LIST_EMPTY, Place("b.yaml", line))
    problems.add(Code.LIST_EMPTY, Place("a.yaml", 99))
    assert [str(problem.place) for problem in problems] == ["a.yaml:99:1", "b.yaml:2:1", "b.yaml:9:1", "b.yaml:10:1"]
    assert problems.files() == {"a.yaml", "b.yaml"}


def test_places_inside_do_not_tell_places_apart() -> None:
    one, other = Place("a.yaml", 1, 1, "x"), Place("a.yaml", 1, 1, "x")
    one.inside["key"] = Place("a.yaml", 2)
    assert one == other
    assert hash(one) == hash(other)
    assert Problem(one, Code.LIST_EMPTY) == Problem(other, Code.LIST_EMPTY)
