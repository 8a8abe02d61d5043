"""What the command says: every language says all of it, with the same places to fill in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
import yaml

from kalyp.problems import Code, Place, Problem
from kalyp.say import DEFAULT, Speaker, tongue, tongues
from tests.support import ROOT

FOLDER = ROOT / "kalyp" / "messages"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
OTHERS = [language for language in LANGUAGES if language != DEFAULT]
FIXED = {"lines.made-one"}  # nothing but what is filled in


def load(language: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return found


def flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every message with its path, such as `problems.key-twice.what`."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from flat(child, f"{path}.{key}" if path else key)
    else:
        assert isinstance(value, str), f"{path} is not text: {value!r}"
        yield path, value


def names(message: str) -> set[str]:
    """The words in braces."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def added() -> Iterator[tuple[str, set[str]]]:
    """Every problem that the program notes, as it stands in the source: its code and the values that go with it."""
    for path in sorted((ROOT / "kalyp").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[ast.Attribute(value=ast.Name(id="Code"), attr=attr), *_], keywords=keywords):
                    yield Code[attr].value, {keyword.arg or "" for keyword in keywords}
                case ast.Tuple(elts=[ast.Attribute(value=ast.Name(id="Code"), attr=attr), _, ast.Dict(keys=keys)]):
                    yield Code[attr].value, {str(key.value) for key in keys if isinstance(key, ast.Constant)}


ENGLISH = dict(flat(load(DEFAULT)))


def test_the_languages_are_there() -> None:
    assert set(LANGUAGES) >= {"en", "kk", "ky", "ru"}
    assert tongues() == LANGUAGES


@pytest.mark.parametrize("language", OTHERS)
def test_same_keys_in_the_same_order(language: str) -> None:
    assert list(dict(flat(load(language)))) == list(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_same_words_in_braces(language: str) -> None:
    messages = dict(flat(load(language)))
    assert {path: names(words) for path, words in messages.items()} == {path: names(words) for path, words in ENGLISH.items()}


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    assert {path for path, words in flat(load(language)) if words == ENGLISH[path]} == FIXED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_nothing_else_has(language: str) -> None:
    problems = load(language)["problems"]
    assert set(problems) == {code.value for code in Code}
    assert all(set(words) == {"what", "mend"} and all(words.values()) for words in problems.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_noted_problem_can_be_said(language: str) -> None:
    speaker = Speaker(language)
    noted = list(added())
    assert {code for code, _ in noted} == {code.value for code in Code}
    for code, given in noted:
        values = tuple((name, f"<{name}>") for name in sorted(given))
        said = speaker.problem(Problem(Place("a.yaml", 2, 3, "b.c"), Code(code), values))
        assert said.startswith(f"a.yaml:2:3 b.c [{code}] ")
        assert all(f"<{name}>" in said for name in given), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_are_said_in_words(language: str) -> None:
    speaker = Speaker(language)
    for kind, words in load(language)["kinds"].items():
        unknown = Problem(Place("a.yaml"), Code.REFERENCE_UNKNOWN, (("kind", kind), ("id", "x"), ("known", "y")))
        wrong = Problem(Place("a.yaml"), Code.TYPE_WRONG, (("wanted", kind), ("found", "x")))
        assert words in speaker.problem(unknown)
        assert words in speaker.problem(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_can_be_said(language: str) -> None:
    for path, words in ENGLISH.items():
        section, _, line = path.partition(".")
        if section == "lines":
            values = {name: f"<{name}>" for name in names(words)}
            said = Speaker(language).say(line, **values)
            assert all(value in said for value in values.values()), said


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ky_KG.UTF-8"}, "ky"),
        ({"LANG": "kk_KZ"}, "kk"),
        ({"LANG": "RU"}, "ru"),
        ({"LC_MESSAGES": "kk_KZ.UTF-8", "LANG": "ru_RU.UTF-8"}, "kk"),
        ({"LC_ALL": "ky_KG.UTF-8", "LC_MESSAGES": "kk_KZ.UTF-8"}, "ky"),
        ({"LC_ALL": "", "LANG": "ru_RU.UTF-8"}, "ru"),
        ({"KALYP_SPEAK": "en", "LC_ALL": "ky_KG.UTF-8"}, "en"),
        ({"KALYP_SPEAK": "kk", "LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "kk"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert tongue(environment) == language
