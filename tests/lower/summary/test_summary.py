"""A district's summary on its pages and in its workbook: all numbers, valid files, whatever schools call themselves."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator

from kalyp import hyphenation
from kalyp.loop.requests import LONGEST
from kalyp.lower.summary import Frame, lower_book, lower_pages
from kalyp.lower.summary.frame import UNKNOWN
from kalyp.lower.summary.pages import MOST_REMARKS
from kalyp.lower.summary.tables import FIRST, NOTHING
from kalyp.model.cells import Book, Sheet
from kalyp.model.core import Chart, Heading, Lowered, Table
from kalyp.model.district import OWN, District
from kalyp.model.walk import walk
from kalyp.write.fonts import find_fonts
from kalyp.write.letters import alphabets
from kalyp.write.pdf.document import Press
from kalyp.write.xlsx.book import write
from tests.loop.requested import by_chance, district, request, returned, summary
from tests.support import ROOT, need, real_content
from tests.verapdf import failures

LANGUAGES = tuple(real_content().languages)
TROUBLE = (returned("4.2.xlsx", {}, document="kg-4.2"), request("twice.pdf", "№ 1", "0001", c1="count=9", c2="count=эки"))


@cache
def some(count: int, language: str = "ru") -> District:
    """So many schools, and two files that are not counted: one is no request, and one contradicts another."""
    return district(*by_chance(count, count), *TROUBLE, language=language)


def frame(found: District, language: str = "ru", letters: frozenset[str] = frozenset()) -> Frame:
    return Frame.of(real_content(), summary(), language, found, letters)


# The workbook


def cells(book: Book, *, formulas: bool = True) -> dict[str, Any]:
    opened = openpyxl.load_workbook(io.BytesIO(write(book)), data_only=not formulas)
    return {sheet.id: opened[sheet.title] for sheet in book.sheets}


def column(sheet: Any, number: int, count: int) -> list[object]:
    """The first values of a column below the heads; what is empty is zero."""
    return [sheet.cell(FIRST + 1 + at, number + 1).value or 0 for at in range(count)]


def assert_tells(sheets: dict[str, Any], found: District) -> None:
    """The numbers and places on the sheets are those of the district."""
    needs, schools, subjects = found.needs, found.schools, {each.subject: each for each in found.subjects}
    assert column(sheets["needs"], 0, len(needs)) == [need.place if need.people else NOTHING for need in needs]
    assert column(sheets["needs"], 2, len(needs) + 1) == [*(need.people for need in needs), sum(need.people for need in needs)]
    assert column(sheets["needs"], 3, len(needs)) == [len(need.schools) for need in needs]
    assert column(sheets["schools"], 0, len(schools)) == [each.place if each.needs else NOTHING for each in schools]
    assert column(sheets["schools"], 5, len(schools)) == [each.needs for each in schools]
    grid, people = sheets["grid"], {need.competency: need.people for need in needs}
    people[OWN] = sum(need.people for need in found.own_competencies)
    competencies = [need for need in people if need or people[need]]
    for at, name in enumerate(sorted(competencies, key=lambda name: int(name) if name else 99), 1):
        assert column(grid, at, len(schools) + 1) == [*(each.request.counts().get(name, 0) for each in schools), people[name]]
    total = next(row for row in range(FIRST, 60) if sheets["subjects"].cell(row, 1).value == summary().words.total["ru"])
    assert (sheets["subjects"].cell(total, 2).value or 0) == sum(people.values())
    for at, subject in enumerate(frame(found).matrix.subjects, 3):
        assert (sheets["subjects"].cell(total, at).value or 0) == subjects[subject.id].needs
        place = subjects[subject.id].place if subjects[subject.id].needs else NOTHING
        assert sheets["subjects"].cell(total + 1, at).value == place


@pytest.mark.parametrize("count", [1, 3, 40])
def test_what_a_program_shows_that_computes_nothing(count: int) -> None:
    assert_tells(cells(lower_book(frame(some(count))), formulas=False), some(count))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_libreoffice_computes_the_same(count: int, tmp_path: Path) -> None:
    need("soffice")
    book = lower_book(frame(some(count)))
    (tmp_path / "in.xlsx").write_bytes(write(replace(book, sheets=tuple(map(bare, book.sheets)))))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "in.xlsx")], check=True, capture_output=True, timeout=120
    )
    opened = openpyxl.load_workbook(tmp_path / "out/in.xlsx", data_only=True)
    assert_tells({sheet.id: opened[sheet.title] for sheet in book.sheets}, some(count))


def bare(sheet: object) -> Sheet:
    """A sheet whose formulas have no values, so that whoever opens it has to compute them."""
    assert isinstance(sheet, Sheet)
    return replace(sheet, cells=tuple(replace(cell, value=None) if cell.formula else cell for cell in sheet.cells))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 40])
def test_excel_opens_the_workbook_without_questions(language: str, count: int, tmp_path: Path) -> None:
    file = tmp_path / "district.xlsx"
    file.write_bytes(write(lower_book(frame(some(count, language), language))))
    result = OpenXmlValidator().validate(str(file))
    assert result.is_valid, [str(error) for error in result.errors]


def test_names_stay_text_whatever_they_look_like() -> None:
    sheets = cells(lower_book(frame(some(40))))
    names = [school.request.school for school in some(40).schools]
    assert any(name.startswith("=") for name in names)
    assert column(sheets["schools"], 1, len(names)) == names
    assert {sheets["schools"].cell(FIRST + 1 + at, 2).data_type for at in range(len(names))} == {"s"}


def test_there_is_a_chart_of_the_first_needs_and_none_of_nothing() -> None:
    book = lower_book(frame(some(40)))
    assert [len(sheet.charts) for sheet in book.sheets if isinstance(sheet, Sheet)] == [1, *[0] * (len(book.sheets) - 1)]
    nothing = lower_book(frame(district(TROUBLE[0])))
    assert not any(sheet.charts for sheet in nothing.sheets if isinstance(sheet, Sheet))
    write(nothing)


def test_every_file_stands_in_the_list_with_all_that_is_said_of_it() -> None:
    found = district(*by_chance(2, 1), *TROUBLE)
    sheet = cells(lower_book(frame(found)))["files"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=FIRST + 1, max_col=4)]
    listed = [[note.file, note.school, "Да" if note.counted else "Нет"] for note in found.notes]
    assert [row[:3] for row in rows if row[0]] == listed
    assert [row[3] for row in rows if row[3]] == [remark for note in found.notes for remark in note.remarks]


# The pages


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    wanted = real_content().fonts
    assert wanted
    return alphabets(find_fonts(wanted), tmp_path_factory.mktemp("font") / "field.ttf").page


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, letters: frozenset[str]) -> Callable[[int, str], Path]:
    """The PDF of so many schools in a language."""
    folder, wanted = tmp_path_factory.mktemp("pages"), real_content().fonts
    assert wanted
    hyphenation.register(ROOT / "content/hyphenation")
    alphabets(find_fonts(wanted), folder / "field.ttf")
    press = Press(ROOT, find_fonts(wanted), folder / "field.ttf")

    @cache
    def make(count: int, language: str) -> Path:
        file = folder / f"{count}-{language}.pdf"
        file.write_bytes(press.write(pages(count, language, letters)).data)
        return file

    return make


def pages(count: int, language: str = "ru", letters: frozenset[str] = frozenset()) -> Lowered:
    return lower_pages(frame(some(count, language), language, letters))


def charts(lowered: Lowered) -> list[Chart]:
    return [block for block in walk(lowered.blocks) if isinstance(block, Chart)]


def elements(element: Any) -> Iterator[Any]:
    """A structure element and all below it."""
    yield element
    for kid in element.get("/K", []) if isinstance(element.get("/K", []), pikepdf.Array) else [element.K]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_the_chart_shows_the_first_needs_and_says_them() -> None:
    (chart,) = charts(pages(40))
    first = some(40).needs[: summary().bars]
    assert [(bar.value, bar.shown.plain) for bar in chart.bars] == [(need.people, str(need.people)) for need in first]
    for bar, asked in zip(chart.bars, first, strict=True):
        assert bar.label.plain.startswith(f"{asked.competency}. ")
        assert f"{bar.label.plain} – {asked.people}" in chart.alt.plain


def test_the_ranking_and_the_matrix_have_all_numbers() -> None:
    found = some(40)
    _, ranking, _, matrix, *_ = map(rows, tables(pages(40)))
    needs = [[str(need.place), f"{need.competency}."] for need in found.needs]
    assert [row[:2] for row in ranking] == needs
    assert [row[3:] for row in ranking] == [[str(need.people), str(len(need.schools))] for need in found.needs]
    subjects, by_code = frame(found).by_form(), {row[0]: row for row in matrix}
    for asked in found.needs:
        row = by_code[f"{asked.competency}."]
        assert row[2] == str(asked.people)
        assert row[3 : 3 + len(subjects)] == [str(subject.numbers.get(asked.competency, "")) for subject in subjects]


def tables(lowered: Lowered) -> list[Table]:
    return [block for block in lowered.blocks if isinstance(block, Table)]


def rows(table: Table) -> list[list[str]]:
    """The words in each row of a table's body."""
    texts = [
        [" ".join(part.plain for part in walk(cell.blocks) if hasattr(part, "plain")) for cell in row.cells] for row in table.body
    ]
    return [row for row in texts if len(row) > 1]


def test_where_nothing_was_counted_the_files_still_are_told() -> None:
    lowered = lower_pages(
        frame(
            district(TROUBLE[0], TROUBLE[1], replace(TROUBLE[1], file="b", values={**TROUBLE[1].values, "request.1.count": "1"}))
        )
    )
    assert [block.anchor for block in lowered.blocks if isinstance(block, Heading)] == [
        "title",
        "basis",
        "needs",
        "subjects",
        "files",
    ]


def test_of_a_file_with_many_remarks_the_first_are_printed() -> None:
    bad = request("bad", "А", "1", **{f"c{number}": "count=x" for number in range(1, 23)})
    ((_, _, remarks),) = rows(tables(lower_pages(frame(district(bad))))[-1])
    assert remarks.count("number") == MOST_REMARKS
    assert remarks.endswith(": 17")  # 22 and that it is empty, less the first six


def test_letters_that_the_fonts_lack_are_no_gap(letters: frozenset[str]) -> None:
    found = frame(district(request("a", "学校 \U0001f600 Үмүт", "1", c1="count=1")), letters=letters)
    assert f"{UNKNOWN * 2} {UNKNOWN} Үмүт" in [row[1] for table in tables(lower_pages(found)) for row in rows(table)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_valid_and_reads_the_chart_aloud(language: str, printed: Callable[[int, str], Path]) -> None:
    files = [printed(count, language) for count in (1, 3, 40)]
    assert failures(files) == {file: [] for file in files}
    with pikepdf.open(files[-1]) as pdf:
        figures = [element for element in elements(pdf.Root.StructTreeRoot.K[0]) if element.S == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [chart.alt.plain for chart in charts(pages(40, language))]
        assert pdf.Root.Lang == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_beyond_the_margins(language: str, printed: Callable[[int, str], Path]) -> None:
    page = real_content().pages[summary().page]
    left, right = (page.margins[3] - 1) * 72 / 25.4, (page.width - page.margins[1] + 1) * 72 / 25.4
    with pypdfium2.PdfDocument(printed(40, language)) as pdf:
        for sheet in pdf:
            text = sheet.get_textpage()
            for number in range(text.count_rects()):
                begin, _, end, _ = text.get_rect(number)
                assert left <= begin <= end <= right


def test_names_are_at_most_so_long() -> None:
    assert max(len(school.request.school) for school in some(40).schools) <= LONGEST + 1
