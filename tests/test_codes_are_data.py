"""No code of a country, language or document stands in the program: those are data, so that others can be added without it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from kalyp.read.project import read_project
from tests.support import ROOT


def _codes() -> set[str]:
    project, problems = read_project(ROOT)
    assert not list(problems)
    forms = {document.id for document in project.documents.values()}
    forms |= {document.code for document in project.documents.values() if document.code and not document.code.isdigit()}
    forms |= {document.slug for document in project.documents.values()}
    return {*project.countries, *project.languages, *project.frameworks, *forms}


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """The strings in a file, but for docstrings and remarks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def test_no_codes_in_the_program() -> None:
    codes = _codes()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sorted((ROOT / "kalyp").rglob("*.py"))
        for line, text in _literals(path)
        if codes & {text, *text.replace("/", " ").replace(":", " ").replace(",", " ").split()}
    ]
    assert found == []


def test_there_are_codes_to_look_for() -> None:
    assert {"kg", "kz", "ky", "kk", "ru", "2.1", "kg-2.1", "kg-teacher"} <= _codes()
