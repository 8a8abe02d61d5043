"""YAML text → nodes: what is text and what is not, and where each value stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from yaml.events import ScalarEvent

from kalyp.problems import Code, Place, Problems
from kalyp.read import tree
from kalyp.read.tree import MAX_ALIASES, MAX_DEPTH, Node, _scalar, parse_tree, read_tree


def parse(text: str) -> Node:
    problems = Problems()
    node = parse_tree(text, "a.yaml", problems)
    assert node is not None
    assert not len(problems)
    return node


def codes(text: str) -> list[Code]:
    problems = Problems()
    parse_tree(text, "a.yaml", problems)
    return [problem.code for problem in problems]


TEXTS = ["no", "yes", "on", "off", "No", "True", "NULL", "1.10", "12:30", "2026-09-01", "0x1F", "1_000"]
NO_NUMBERS = ["007", "+1", "1e3", ".5", "1.", "--1", "-", "1234567890", "٣"]


@pytest.mark.parametrize("written", TEXTS)
def test_what_other_readers_of_yaml_convert_is_text(written: str) -> None:
    assert parse(f"a: {written}").plain() == {"a": written}


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_what_only_resembles_a_number_is_text(written: str) -> None:
    assert _scalar(ScalarEvent(None, None, (True, False), written)) == written


@pytest.mark.parametrize(("written", "value"), [("0", 0), ("5", 5), ("-3", -3), ("123456789", 123456789)])
def test_whole_numbers(written: str, value: int) -> None:
    assert parse(f"a: {written}").plain() == {"a": value}


@pytest.mark.parametrize(("written", "value"), [("true", True), ("false", False)])
def test_switches(written: str, value: bool) -> None:
    assert parse(f"a: {written}").plain()["a"] is value


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing(written: str) -> None:
    assert parse(f"a: {written}").plain() == {"a": None}


@pytest.mark.parametrize("written", ['"5"', "'5'", "|-\n  5", ">-\n  5"])
def test_quotes_and_blocks_are_text(written: str) -> None:
    assert parse(f"a: {written}").plain() == {"a": "5"}


def test_keys_are_text() -> None:
    assert parse("1: a\ntrue: b\n~: c\n'': d").plain() == {"1": "a", "true": "b", "~": "c", "": "d"}


def test_places_of_values_and_keys() -> None:
    root = parse("# remark\ntitle: Аты\nrows:\n  - [a, {ky: Бир, b: 2}]\n")
    row = root.value["rows"].value[0]
    assert (root.place.line, root.place.column, root.place.item) == (2, 1, "")
    assert root.value["title"].place == Place("a.yaml", 2, 8, "title")
    assert root.keys["rows"] == Place("a.yaml", 3, 1, "rows")
    assert row.place == Place("a.yaml", 4, 5, "rows[0]")
    assert row.value[1].value["b"].place == Place("a.yaml", 4, 22, "rows[0][1].b")


def test_a_place_leads_to_those_inside() -> None:
    place = parse("rows:\n  - [a, {b: 2}]\n").place
    assert place.of("rows", 0, 1, "b") == Place("a.yaml", 2, 13, "rows[0][1].b")
    assert place.of("rows", 0, 7) == place.of("rows", 0)
    assert place.of("missing", 0) == place


def test_columns_count_letters_and_a_byte_order_mark_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("﻿ө: {қ: ң}".encode())
    node = read_tree(tmp_path, "a.yaml", Problems())
    assert node is not None
    assert node.value["ө"].value["қ"].place.column == 8


def test_an_alias_is_the_value_that_it_names_with_its_place() -> None:
    root = parse("a: &text {ky: Бир}\nb: *text\n")
    assert root.plain() == {"a": {"ky": "Бир"}, "b": {"ky": "Бир"}}
    assert root.value["b"].place.line == 1


def test_the_limit_of_aliases() -> None:
    text = "a: &a x\nb: [{}]\n"
    assert codes(text.format(", ".join(["*a"] * MAX_ALIASES))) == []
    assert codes(text.format(", ".join(["*a"] * (MAX_ALIASES + 1)))) == [Code.ALIAS_LIMIT]


def test_the_limit_of_depth() -> None:
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes("[" * 5000) == [Code.YAML_DEPTH]


def test_aliases_of_aliases_at_most_multiply_a_file_eighteenfold() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{number}: &a{number} [*a{number - 1}, *a{number - 1}]" for number in range(1, 5)]
    assert len(str(parse("\n".join(lines)).plain())) < 18 * len("\n".join(lines))


def test_a_second_key_is_a_problem_and_the_first_counts() -> None:
    problems = Problems()
    node = parse_tree("a: 1\nb: 2\na: 3\n", "a.yaml", problems)
    assert node is not None
    assert node.plain() == {"a": 1, "b": 2}
    assert [(problem.code, problem.place) for problem in problems] == [(Code.KEY_TWICE, Place("a.yaml", 3, 1, "a"))]


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert parse("<<: {a: 1}").plain() == {"<<": {"a": 1}}


BROKEN = [
    *("a: [", "a: 'x", "\ta: b", "a: b: c", "a: @b", "%YAML 9\n---\na: b", "a: \0"),
    *('a: "\\q"', 'a: "\\ud800"', 'a: "\\UFFFFFFFF"'),
]


@pytest.mark.parametrize("loader", ["SafeLoader", "CSafeLoader"])
@pytest.mark.parametrize("text", BROKEN)
def test_broken_text_is_one_problem_with_either_parser(text: str, loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("PyYAML came without libyaml")
    monkeypatch.setattr(tree, "_LOADER", getattr(yaml, loader))
    problems = Problems()
    parse_tree(text, "a.yaml", problems)
    found: list[Any] = [problem.code for problem in problems]
    assert found == ([] if loader == "SafeLoader" and "ud800" in text else [Code.YAML_SYNTAX])
