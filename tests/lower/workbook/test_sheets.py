"""The sheets of a school's workbook: names of inputs, formulas that old programs know, what is typed in, where it is packed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from kalyp.lower.document import lower_document
from kalyp.lower.workbook import lower_workbook
from kalyp.model.asking import Matrix
from kalyp.model.base import parts
from kalyp.model.cells import Book, Cell, Input, PaperSheet, Sheet, inputs
from kalyp.model.document import Pack
from kalyp.model.packs import contents, is_bound
from kalyp.model.walk import walk
from kalyp.model.workbook import Workbook
from tests.support import real_content

LANGUAGES = ("ky", "kk", "ru")
_KNOWN = """
IF IFERROR AND OR NOT TRUE FALSE SUM COUNT COUNTA COUNTIF COUNTIFS SUMIF SUMIFS SUMPRODUCT MAX MOD LARGE RANK ROW INDEX MATCH
CHOOSE TRIM MID SUBSTITUTE VALUE
"""
KNOWN_IN_2010 = set(_KNOWN.split())
LONGEST_FORMULA, LONGEST_TEXT = 8192, 255  # characters


def workbook() -> Workbook:
    return next(document for document in real_content().documents.values() if isinstance(document, Workbook))


@cache
def book(language: str) -> Book:
    return lower_workbook(real_content(), workbook(), language, returns=(("1.pdf", "2.1", "А", "1", "ru", ""),))


def formulas(made: Book) -> Iterator[str]:
    for sheet in made.sheets:
        if isinstance(sheet, PaperSheet):
            yield from sheet.formulas.values()
            continue
        yield from (cell.formula for cell in sheet.cells if cell.formula)
        yield from (highlight.formula for highlight in sheet.highlights)
        yield sheet.printed


def asked(values: dict[str, str]) -> dict[str, tuple[Input, object]]:
    made = lower_workbook(real_content(), workbook(), "ru", values)
    cells = [cell for sheet in made.sheets if isinstance(sheet, Sheet) for cell in sheet.cells]
    return {cell.input.name: (cell.input, cell.value) for cell in cells if cell.input}


def test_every_input_has_the_name_by_which_it_is_read_back() -> None:
    found, content = workbook(), real_content()
    wanted = {f"school.{name}" for name in found.fields} | {"need"}
    wanted |= {f"subject.free-{number}" for number in range(1, 13)}
    kept = ("name", "position", "subject-1", "subject-2", "taught", "category", "left-out")
    wanted |= {f"staff.{number}.{what}" for number in range(1, 201) for what in kept}
    for group, count, places in zip(found.groups, (22, 11, 21), (200, 40, 3), strict=True):
        codes = [competency.id for competency in content.frameworks[group.framework].competencies()]
        assert len(codes) == count
        for place in range(1, places + 1):
            wanted |= {f"level.{group.id}.{place}.{who}.{code}" for who in ("own", "supervisor", "agreed") for code in codes}
            wanted |= {f"priority.{group.id}.{place}.{code}" for code in codes}
            wanted |= {f"person.{group.id}.{place}"} if group.places else set()
    for language in LANGUAGES:
        names = [each.name for each in inputs(book(language))]
        assert len(names) == len(set(names))
        assert set(names) == wanted


def test_formulas_use_what_excel_2010_and_libreoffice_know_and_nothing_that_is_computed_without_need() -> None:
    for language in LANGUAGES:
        for formula in formulas(book(language)):
            assert set(re.findall(r"\b([A-Z][A-Z0-9.]*)\(", formula)) <= KNOWN_IN_2010, formula
            assert len(formula) < LONGEST_FORMULA
            assert all(len(text) <= LONGEST_TEXT for text in re.findall(r'"((?:[^"]|"")*)"', formula)), formula


def test_formulas_lead_to_sheets_that_are_there() -> None:
    for language in LANGUAGES:
        titles = {sheet.title for sheet in book(language).sheets}
        assert max(map(len, titles)) <= 31
        assert len({title.casefold() for title in titles}) == len(book(language).sheets)
        assert {name for formula in formulas(book(language)) for name in re.findall(r"'([^']+)'!", formula)} <= titles


def test_no_language_stands_in_the_workbook_of_another() -> None:
    said = {language: {str(cell.value) for cell in cells(language)} for language in LANGUAGES}
    long = {language: {text for text in said[language] if len(text.split()) > 3} for language in LANGUAGES}
    assert all(len(long[language]) > 30 for language in LANGUAGES)
    assert not long["ky"] & long["kk"] | long["kk"] & long["ru"] | long["ky"] & long["ru"]


def cells(language: str) -> Iterator[Cell]:
    return iter([cell for sheet in book(language).sheets if isinstance(sheet, Sheet) for cell in sheet.cells])


def test_what_was_given_stands_in_the_inputs() -> None:
    found = asked(
        {
            "school.phone": "0555 123",
            "staff.2.name": "=HYPERLINK(1)",
            "staff.2.subject-1": "physics",
            "staff.2.subject-2": "free-1",
            "subject.free-1": "Информатика",
            "staff.2.left-out": "on",
            "person.head.1": "2",
            "level.teachers.2.own.4": "low",
            "level.teachers.2.agreed.4": "5",
        }
    )
    assert found["school.phone"][1] == "0555 123"
    assert found["staff.2.name"][1] == "=HYPERLINK(1)"
    assert found["staff.2.subject-1"][1] == "physics"
    assert found["staff.2.subject-2"][1] == "Информатика"
    assert found["staff.2.left-out"][1] == "on"
    assert found["person.head.1"][1] == 2
    assert found["level.teachers.2.own.4"][1] == "low"
    assert found["level.teachers.2.agreed.4"][1] == 5
    assert found["level.teachers.3.own.4"][1] is None
    assert found["level.teachers.2.own.4"][0].choices == (("low", 1), ("middle", 2), ("high", 3))


def test_every_number_of_the_request_is_a_formula_and_the_free_rows_stay_open() -> None:
    request = next(sheet for sheet in book("ru").sheets if isinstance(sheet, PaperSheet))
    form = real_content().documents[workbook().request.form]
    matrix = next(part for part, _ in parts(form) if isinstance(part, Matrix))
    counted = {name for name in request.formulas if name.startswith("request.")}
    assert len(counted) == (22 + 1) * (1 + len(matrix.subjects) + matrix.free_columns)
    assert not any(name.startswith("request.free-") for name in counted)
    assert {"school", "deputies-competencies", "school-head-competencies", "request-subject.1"} <= set(request.formulas)


def test_the_list_of_files_is_there_only_when_there_is_one() -> None:
    assert "returns" in {sheet.id for sheet in book("ru").sheets}
    assert "returns" not in {sheet.id for sheet in lower_workbook(real_content(), workbook(), "ru").sheets}


@pytest.mark.parametrize("language", LANGUAGES)
def test_packs_hold_the_workbook_apart_from_what_is_printed(language: str) -> None:
    content, found = real_content(), workbook()
    packs = [pack for pack in content.documents.values() if isinstance(pack, Pack) and found in contents(content, pack)]
    assert {pack.role for pack in packs} >= {"deputy-head"}
    for pack in packs:
        assert not is_bound(content, found, pack)
        blocks = lower_document(content, pack, (language,)).blocks
        said = [part.plain for part in walk(blocks) if hasattr(part, "plain")]
        head = said.index(content.words["pack-files"][language]) if content.words["pack-files"][language] in said else -1
        titles = [number for number, text in enumerate(said) if found.title[language] in text]
        assert len(titles) == 1
        assert titles[0] > head


def test_of_an_edition_in_two_languages_both_workbooks_are_made() -> None:
    assert workbook().editions(("ky", "ru")) == [("ky",), ("ru",)]
