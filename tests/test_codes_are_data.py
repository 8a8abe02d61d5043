"""No code of a country, language or document stands in the program: those are data, so that others can be added without it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.support import ROOT, real_content

FILES = sorted((ROOT / "kalyp").rglob("*.py"))
KINDS = {"country", "countries", "language", "languages"}  # what these words name is not compared with a word of the program
ENDS = {"startswith", "endswith"}


def _codes() -> set[str]:
    project = real_content()
    documents = project.documents.values()
    codes = {document.code for document in documents if document.code and not document.code.isdigit()}
    slugs = {document.slug for document in documents if "-" in document.slug}  # one word, such as "mentor", may name anything
    return {*project.countries, *project.languages, *project.frameworks, *project.documents, *codes, *slugs}


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings in a program, but for docstrings and remarks."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def _met(tree: ast.AST) -> Iterator[tuple[int, list[ast.expr]]]:
    """What meets in each comparison of a program: its sides, a subject and its cases, a text and its possible ends."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                yield node.lineno, [node.left, *node.comparators]
            case ast.Match():
                values = [
                    found.value for case in node.cases for found in ast.walk(case.pattern) if isinstance(found, ast.MatchValue)
                ]
                yield node.lineno, [node.subject, *values]
            case ast.Call(func=ast.Attribute(attr=name, value=text), args=ends) if name in ENDS:
                yield node.lineno, [text, *ends]


def _names_a_kind(side: ast.expr) -> bool:
    """Whether it is called after a country or language: `country`, `document.country`, `row["languages"][0]`."""
    for node in ast.walk(side):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
                if KINDS & set(name.split("_")):
                    return True
    return False


def _words(side: ast.expr) -> list[str]:
    """The words that one side of a comparison is: alone, or as a list of some."""
    parts = side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value]


def _compared(tree: ast.AST) -> list[int]:
    """The lines in which a country or language is compared with words."""
    return [line for line, sides in _met(tree) if any(map(_names_a_kind, sides)) and any(map(_words, sides))]


def test_no_codes_in_the_program() -> None:
    codes = _codes()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in FILES
        for line, text in _literals(ast.parse(path.read_text(encoding="utf-8")))
        if codes & {text, *text.replace("/", " ").replace(":", " ").replace(",", " ").split()}
    ]
    assert found == []


def test_there_are_codes_to_look_for() -> None:
    known = {
        "kg",
        "kz",
        "ky",
        "kk",
        "ru",
        "2.1",
        "kg-2.1",
        "kg-teacher",
        "5.5",
        "kz-5.5",
        "kz-plan-guide",
        "kz-level-1",
        "smart-goals",
    }
    assert known <= _codes()


def test_the_program_compares_no_country_and_no_language_with_a_word() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}" for path in FILES for line in _compared(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "if document.country == 'xx': pass",
        "if 'xx' != self.language: pass",
        "found = language in ('xx', 'yy')",
        "found = 'xx' in edition.languages",
        "found = 'xx' if row['languages'][0] == 'xx' else ''",
        "found = project.countries[name].id == 'xx'",
        "found = first_language.startswith('x')",
        "match country:\n    case 'xx' | 'yy': pass",
    ],
)
def test_such_comparisons_would_be_found(line: str) -> None:
    assert _compared(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line", ["document.country == pack.country", "name in project.languages", "kind == 'pack'", "language == ''"]
)
def test_others_are_none(line: str) -> None:
    assert not _compared(ast.parse(line))
