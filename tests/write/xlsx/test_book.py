"""Sheets of cells become sheets of Excel: what stands there, what is open, what is offered, and how it is printed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from kalyp.model.cells import Cell, Chart, Highlight, Input, Series, Sheet, area
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx.book import write
from kalyp.write.xlsx.ranges import named, rectangles
from tests.support import need
from tests.write.xlsx.excel import LANDSCAPE, MAIN, book, convert, mapped, opened, part, sheet

LEVELS = (("low", 1), ("middle", 2), ("high", 3))
HOSTILE = ['=HYPERLINK("http://example.com","Айнура")', "+1+1", "-2+3", "@SUM(A1)", "\tтабуляция", "{=1}", "http://example.com"]
WORDS = {"title": "Болбойт", "choice": "Тизмеден тандаңыз.", "whole": "{least}–{most}", "box": "× коюңуз."}


def whole_book(words: Mapping[str, str] = WORDS) -> bytes:
    """A workbook with everything that sheets can have."""
    cells = [
        Cell(0, 0, "Штат", style="title", columns=4),
        Cell(1, 0, "№", style="head"),
        Cell(1, 1, "Аты-жөнү", style="head"),
        Cell(1, 2, "1. Пландоо", style="turned"),
        Cell(1, 3, "Артыкчылык", style="turned"),
        *(Cell(row, 0, row - 1, style="count") for row in range(2, 12)),
        *(Cell(row, 1, input=Input(f"staff.{row - 1}.name")) for row in range(2, 12)),
        *(Cell(row, 2, "low", input=Input(f"level.{row - 1}", choices=LEVELS, centred=True)) for row in range(2, 12)),
        *(Cell(row, 3, "on", input=Input(f"priority.{row - 1}", box=True)) for row in range(2, 12)),
        Cell(12, 1, "Баары", style="total"),
        Cell(12, 2, formula="COUNTIF(C3:C12,1)", style="total"),
        Cell(12, 3, formula="C13/10", style="share"),
        Cell(13, 2, input=Input("people", whole=(1, 200))),
    ]
    chart = Chart(
        15, 0, "Керек", area((1, 2), (1, 2), sheet="Штат"), (Series("=1+1", area((12, 2), (12, 2), sheet="Штат")),), 100, 60
    )
    made = sheet(*cells, highlights=(Highlight("C3:C12", "C3=1", "low"),), charts=(chart,), frozen=(2, 2), heads=(1, 1))
    return write(book(made, words=words))


# What stands there


def test_values_and_formulas_stand_in_their_cells() -> None:
    found = opened(whole_book())
    assert [found[cell].value for cell in ("A1", "A3", "C3", "D3", "C13")] == ["Штат", 1, 1, "×", "=COUNTIF(C3:C12,1)"]
    assert found["B3"].value is None
    assert [str(each) for each in found.merged_cells.ranges] == ["A1:D1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    data = write(book(sheet(Cell(0, 0, text), Cell(1, 0, text, input=Input("name")), Cell(2, 0, text, columns=3))))
    for cell in ("A1", "A2", "A3"):
        assert opened(data)[cell].value == text
        assert opened(data)[cell].data_type == "s"
    assert part(data).findall(".//s:f", MAIN) == part(data).findall(".//s:hyperlink", MAIN) == []


def test_a_formula_has_no_value_that_a_program_could_trust() -> None:
    assert [value.text for value in part(whole_book()).iterfind(".//s:c[s:f]/s:v", MAIN)] == [None, None]


def test_a_formula_may_show_what_it_was_for_programs_that_compute_nothing() -> None:
    data = write(book(sheet(Cell(0, 0, 7, formula="3+4"))))
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]["A1"].value == 7


# What is open, offered and refused


def test_inputs_are_open_and_all_else_is_locked() -> None:
    found = opened(whole_book())
    open_cells = {cell.coordinate for row in found.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"{column}{row}" for column in "BCD" for row in range(3, 13)} | {"C14"}
    assert found.protection.sheet
    assert not found.protection.password
    assert not found.protection.formatColumns  # in Excel's way of saying it: column widths are not locked
    assert not found.protection.selectLockedCells


def test_sheets_can_not_be_renamed_moved_or_removed() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(whole_book()))
    assert workbook.security is not None
    assert workbook.security.lockStructure


def test_choices_are_offered_and_nothing_else_is_taken() -> None:
    data = whole_book()
    rules = {str(rule.sqref): rule for rule in opened(data).data_validations.dataValidation}
    levels = rules["C3:C12"]
    assert (levels.type, levels.showErrorMessage, levels.error, levels.errorTitle) == ("list", True, WORDS["choice"], "Болбойт")
    assert levels.formula1 == "'kalyp'!$B$1:$B$3"
    assert [opened(data, "kalyp")[f"B{row}"].value for row in (1, 2, 3)] == [1, 2, 3]
    people = rules["C14"]
    assert (people.type, people.formula1, people.formula2, people.error) == ("whole", "1", "200", "1–200")
    assert rules["D3:D12"].error == WORDS["box"]


def test_without_words_a_list_only_offers() -> None:
    data = whole_book(words={})
    assert not any(rule.showErrorMessage for rule in opened(data).data_validations.dataValidation)


def test_what_is_typed_as_text_keeps_its_zeros_and_levels_stay_numbers() -> None:
    found = opened(whole_book())
    assert found["B3"].number_format == "@"
    assert found["C3"].number_format == "General"


def test_two_ticks_in_a_group_stand_out() -> None:
    marks = [Cell(0, column, input=Input(f"level:{value}", box=True)) for column, value in enumerate(("low", "high"))]
    rules = opened(write(book(sheet(*marks)))).conditional_formatting
    assert [(str(each.sqref), each.rules[0].formula) for each in rules] == [("A1:B1", ['($A$1<>"")+($B$1<>"")>1'])]


# How it looks and is printed


def test_looks_that_stand_out_are_told_apart_without_colour() -> None:
    data = write(
        book(sheet(Cell(0, 0, 1), highlights=tuple(Highlight("A1", "A1=1", look) for look in ("low", "differ", "flag"))))
    )
    looks = {
        rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None
        for each in opened(data).conditional_formatting
        for rule in each.rules
    }
    assert len(looks) == 3
    for colour in looks:
        assert isinstance(colour, str)
        assert colour[2:4] == colour[4:6] == colour[6:8], "a shade of grey"


def test_a_sheet_is_printed_as_wide_as_its_paper() -> None:
    found = opened(whole_book())
    assert (found.page_setup.paperSize, found.page_setup.orientation) == (9, "portrait")
    assert (found.page_setup.fitToWidth or 1, found.page_setup.fitToHeight) == (1, 0)
    assert found.sheet_properties.pageSetUpPr is not None
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert found.print_title_rows == "$2:$2"
    assert found.freeze_panes == "C3"
    across = opened(write(book(replace(sheet(Cell(0, 0, 1)), page=LANDSCAPE, one_page=True))))
    assert (across.page_setup.orientation, across.page_setup.fitToHeight or 1) == ("landscape", 1)


def test_the_foot_stands_on_each_page_whatever_it_says() -> None:
    data = write(book(sheet(Cell(0, 0, 1)), foot="2.1 & башкалар", page_of="{pages} беттин {page}-бети"))
    foot = part(data).findtext(".//s:oddFooter", namespaces=MAIN)
    assert foot == '&L&"Arial,Regular"&8 2.1 && башкалар&R&"Arial,Regular"&8 &N беттин &P-бети'


def test_columns_have_their_widths_and_merged_text_its_height() -> None:
    text = "Мугалим өзүнүн деңгээлин үч сан менен белгилейт. " * 8
    data = write(book(sheet(Cell(0, 0, text, style="text", columns=4), Cell(1, 0, "кыска"), widths=(20, 60, 20, 20))))
    found = opened(data)
    assert found.column_dimensions["B"].width == pytest.approx(60 / 25.4 * 96 / 7, abs=0.2)
    assert (found.row_dimensions[1].height or 0) > 3 * 12
    assert found.row_dimensions[2].height is None


# The file


def test_the_same_book_gives_the_same_bytes() -> None:
    assert whole_book() == whole_book()


def test_it_says_what_it_was_made_as_and_no_persons_name() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(whole_book()))
    told = {each.name: each.value for each in workbook.custom_doc_props.props}  # type: ignore[attr-defined]
    assert told == {"KalypDocument": "kg-4.2", "KalypEdition": "1", "KalypLanguages": "ky+ru"}
    assert (workbook.properties.title, workbook.properties.creator) == ("Жыйынтык", "Kalyp")
    assert workbook.properties.created is not None
    assert workbook.properties.created.isoformat() == "2026-09-01T00:00:00"


def test_it_is_valid_and_made_without_a_warning(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (tmp_path / "book.xlsx").write_bytes(whole_book())
    result = OpenXmlValidator().validate(str(tmp_path / "book.xlsx"))
    assert not [str(error) for error in result.errors]
    assert result.is_valid


def test_libreoffice_computes_what_excel_would(tmp_path: Path) -> None:
    need("soffice")
    saved = openpyxl.load_workbook(io.BytesIO(convert(whole_book(), "xlsx", tmp_path)), data_only=True).worksheets[0]
    assert (saved["C13"].value, saved["D13"].value) == (10, 1)


def test_twenty_thousand_inputs_are_no_matter() -> None:
    cells = [
        Cell(row, column, "low", input=Input(f"level.teachers.{row}.own.{column}", choices=LEVELS))
        for row in range(250)
        for column in range(80)
    ]
    data = write(book(sheet(*cells, widths=(8,) * 80)))
    assert len(data) < 300_000
    assert len(mapped(data)["inputs"]) == 20_000
    assert len(opened(data).data_validations.dataValidation) == 1


@pytest.mark.parametrize(
    "sheets",
    [
        (sheet(Cell(0, 0, 1)), sheet(Cell(0, 0, 1))),
        (sheet(Cell(0, 0, 1), title="[1]"),),
        (sheet(Cell(0, 0, 1), title="a" * 32),),
        (sheet(Cell(0, 0, 1), title="kalyp"),),
        (sheet(Cell(0, 0, 1, columns=2), Cell(0, 1, 2, columns=2)),),
        (sheet(Cell(0, 0, input=Input("name")), Cell(1, 0, input=Input("name"))),),
    ],
    ids=["title twice", "signs in a title", "long title", "our own title", "cells overlap", "field twice"],
)
def test_what_excel_can_not_have_is_not_written(sheets: tuple[Sheet, ...]) -> None:
    with pytest.raises(Unwritable):
        write(book(*sheets))


# Ranges


def test_neighbouring_cells_become_few_rectangles() -> None:
    cells = [(row, column, row, column) for row in range(4) for column in range(3)]
    assert rectangles(cells) == [(0, 0, 3, 2)]
    assert rectangles([(0, 0, 0, 0), (1, 1, 1, 1)]) == [(0, 0, 0, 0), (1, 1, 1, 1)]
    assert rectangles([(0, 0, 1, 0), (0, 1, 1, 1), (2, 0, 2, 1)]) == [(0, 0, 2, 1)]
    assert [named(each) for each in ((0, 0, 3, 2), (4, 27, 4, 27))] == ["A1:C4", "AB5"]
