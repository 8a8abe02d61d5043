"""Filled workbooks are read back: whatever was typed, whoever saved them, and never a value that belongs elsewhere."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kalyp.model.cells import Cell, Input
from kalyp.model.core import FieldKind
from kalyp.model.origin import Origin
from kalyp.model.walk import field_names, fields
from kalyp.write.xlsx.book import write
from kalyp.write.xlsx.hidden import TITLE
from kalyp.write.xlsx.read import Moved, NoWorkbook, read
from tests.support import need
from tests.write.sample import every_block
from tests.write.xlsx.excel import book, convert, form_book, mapped, places, saved, sheet, ticked, typed
from tests.write.xlsx.test_book import HOSTILE

LEVELS = (("low", 1), ("middle", 2), ("high", 3))
SUBJECTS = (("maths", "Математика"), ("kyrgyz", "Кыргыз тили, адабият"))
SENTENCE = "Үзгүлтүксүз өнүгүү ҢңӘәҒғҚқҰұҺһІі Ёё"


def staff(rows: int = 3) -> bytes:
    """A workbook with every kind of input."""
    made = [Cell(0, column, head, style="head") for column, head in enumerate(("№", "Аты", "Деңгээл", "Предмет", "×", "Саны"))]
    for row in range(1, rows + 1):
        made += [
            Cell(row, 0, row, style="count"),
            Cell(row, 1, input=Input(f"name.{row}")),
            Cell(row, 2, input=Input(f"level.{row}", choices=LEVELS)),
            Cell(row, 3, input=Input(f"subject.{row}", choices=SUBJECTS)),
            Cell(row, 4, input=Input(f"priority.{row}", box=True)),
            Cell(row, 5, input=Input(f"count.{row}", whole=(0, 200))),
        ]
    return write(book(sheet(*made, widths=(8, 60, 20, 40, 8, 20))))


def one(name: str, value: Any) -> str:
    """What is read of a field into which something was typed."""
    return read(typed(staff(), {name: value}))[1][name]


def test_a_blank_workbook_says_what_it_is_and_that_nothing_is_filled_in() -> None:
    origin, values = read(staff(1))
    assert origin == Origin("kg-4.2", "1", "ky+ru")
    assert values == {"name.1": "", "level.1": "", "subject.1": "", "priority.1": "", "count.1": ""}


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("level.1", 1, "low"),
        ("level.1", 3.0, "high"),
        ("level.1", " 2 ", "middle"),
        ("level.1", 4, "4"),
        ("level.1", "жогору", "жогору"),
        ("subject.1", "математика", "maths"),
        ("subject.1", "Кыргыз  тили, адабият ", "kyrgyz"),
        ("subject.1", "Алгебра", "Алгебра"),
        ("priority.1", "×", "on"),
        ("priority.1", "Х", "on"),  # a Cyrillic letter
        ("priority.1", "v", "on"),
        ("priority.1", True, "on"),
        ("priority.1", 0, ""),
        ("priority.1", "жок", "жок"),
        ("count.1", 12, "12"),
        ("count.1", 2.5, "2.5"),
        ("name.1", 996555123456, "996555123456"),
        ("name.1", f"  {SENTENCE}\nэки сап ", f"{SENTENCE}\nэки сап"),
        ("name.1", datetime(2027, 3, 1), "01.03.2027"),
        ("name.1", datetime(2027, 3, 1, 14, 30), "01.03.2027 14:30"),
        ("name.1", date(2027, 3, 1), "01.03.2027"),
        ("name.1", time(14, 30), "14:30"),
    ],
)
def test_what_was_typed_is_read_as_forms_say_it(name: str, value: Any, wanted: str) -> None:
    assert one(name, value) == wanted


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://example.com","Айнура")', "=WEBSERVICE(A1)"])
def test_a_formula_that_somebody_typed_is_its_text(formula: str) -> None:
    assert one("name.1", formula) == formula
    assert one("level.1", formula) == formula


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.startswith("=")])
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    assert one("name.1", text) == text.strip()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("бир\r\nэки", "бир\nэки"), ("а\x07б\ufffeв\ud800", "абв"), ("😀 ]]>&<b>", "😀 ]]>&<b>"), ("я" * 40_000, "я" * 32_767)],
    ids=["lines", "no signs", "markup", "long"],
)
def test_values_that_came_from_anywhere_can_be_written_and_read_back(text: str, wanted: str) -> None:
    assert read(write(book(sheet(Cell(0, 0, text, input=Input("name"))))))[1] == {"name": wanted}


def test_a_sign_that_programs_put_before_a_new_line_is_none() -> None:
    assert one("name.1", "бир_x000D_\nэки") == "бир\nэки"


def test_two_ticks_in_a_group_show() -> None:
    lowered = every_block(("ky",))
    values = read(typed(form_book(lowered), {"level.1:low": "×", "level.1:high": "+", "level.2:low": "жок"}))[1]
    assert values["level.1"] == "low+high"
    assert values["level.2"] == "жок"


def answers(languages: tuple[str, ...] = ("ky",)) -> tuple[bytes, dict[str, str]]:
    """A form, and an answer to every field of it."""
    lowered = every_block(languages)
    said = {FieldKind.CHECK: "on", FieldKind.DATE: "01.03.2027"}
    wanted = {
        field.name: field.value if field.kind is FieldKind.MARK else said.get(field.kind, SENTENCE)
        for field in fields(lowered.blocks)
    }
    return form_book(lowered), wanted


def test_a_form_filled_in_excel_is_read_back() -> None:
    blank, wanted = answers()
    names = [name for name, *_ in mapped(blank)["inputs"]]
    assert read(typed(blank, ticked(wanted, names)))[1] == wanted
    assert set(wanted) == set(field_names(every_block(("ky",))))


def test_a_form_is_written_with_values_that_are_read_back() -> None:
    _, wanted = answers()
    assert read(form_book(every_block(("ky",)), wanted))[1] == wanted


def test_names_and_values_are_the_same_in_each_language() -> None:
    assert answers(("ru",))[1] == answers(("ky", "ru"))[1] == answers()[1]
    assert [list(read(answers(languages)[0])[1]) for languages in (("ru",), ("kk",))] == [list(answers()[1])] * 2


def test_a_workbook_saved_by_libreoffice_is_read_back(tmp_path: Path) -> None:
    need("soffice")
    blank, wanted = answers()
    names = [name for name, *_ in mapped(blank)["inputs"]]
    filled = typed(blank, ticked(wanted, names))
    assert read(convert(filled, "xlsx", tmp_path)) == (Origin("forms/kg/2.1", "3", "ky"), wanted)


def test_hostile_text_and_levels_survive_libreoffice(tmp_path: Path) -> None:
    need("soffice")
    typed_in = {f"name.{row}": text for row, text in enumerate(HOSTILE[1:], 1)} | {
        "level.1": 2,
        "subject.2": "Математика",
        "priority.3": "×",
    }
    values = read(convert(typed(staff(len(HOSTILE)), typed_in), "xlsx", tmp_path))[1]
    assert [values[f"name.{row}"] for row in range(1, len(HOSTILE))] == [text.strip() for text in HOSTILE[1:]]
    assert (values["level.1"], values["subject.2"], values["priority.3"]) == ("middle", "maths", "on")


# What is not read


def altered(change: Any) -> bytes:
    """The workbook after somebody took off its protection and did something to it."""
    workbook = openpyxl.load_workbook(io.BytesIO(staff()))
    change(workbook)
    return saved(workbook)


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (lambda workbook: workbook.worksheets[0].insert_rows(2), "A2"),
        (lambda workbook: workbook.worksheets[0].delete_rows(3), "A3"),
        (lambda workbook: workbook.worksheets[0].insert_cols(3), "C1"),
        (lambda workbook: setattr(workbook.worksheets[0]["C1"], "value", "Аты"), "C1"),
        (lambda workbook: setattr(workbook.worksheets[0], "title", "Башка"), ""),
    ],
)
def test_a_workbook_whose_rows_or_columns_were_moved_is_refused(change: Any, cell: str) -> None:
    with pytest.raises(Moved) as refused:
        read(altered(change))
    assert (refused.value.sheet, refused.value.cell) == ("Штат", cell)


def test_a_cell_may_be_made_wider_and_a_sheet_added() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.worksheets[0].column_dimensions["B"].width = 90
        workbook.create_sheet("Менин барагым")["A1"] = 1

    assert read(altered(change)) == read(staff())


def test_a_workbook_of_others_has_no_fields() -> None:
    workbook = openpyxl.Workbook()
    assert read(saved(workbook)) == (None, {})
    workbook.create_sheet(TITLE)["A1"] = '{"version": 99}'
    assert read(saved(workbook)) == (None, {})


NOWHERE = '{"version":1,"sheets":[],"choices":[],"called":[],"guards":[],"inputs":[["a",5,0,0,"text",-1]]}'


@pytest.mark.parametrize("text", ["{", '{"version":1}', NOWHERE])
def test_a_map_that_is_none_is_refused(text: str) -> None:
    workbook = openpyxl.Workbook()
    workbook.create_sheet(TITLE)["A1"] = text
    with pytest.raises(NoWorkbook):
        read(saved(workbook))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", staff()[:3000]], ids=["empty", "cut", "pdf", "half"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(NoWorkbook):
        read(data)


def test_a_place_that_no_sheet_has_is_refused() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(staff()))
    cell = workbook[TITLE]["A1"]
    cell.value = str(cell.value).replace(',0,1,1,"text"', ',0,99999999,1,"text"')
    with pytest.raises(NoWorkbook):
        read(saved(workbook))


def test_the_map_is_hidden_and_names_each_place() -> None:
    data = staff()
    assert openpyxl.load_workbook(io.BytesIO(data))[TITLE].sheet_state == "veryHidden"
    assert places(data)["name.2"] == ("Штат", "B3")
