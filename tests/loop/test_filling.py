from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.filling import Blank
from kalyp.loop.model import Origin
from kalyp.write.docx import read as word
from kalyp.write.pdf import forms, properties
from kalyp.write.stamp import stamped
from kalyp.write.xlsx import read as excel
from tests.built import Built

Reader = Callable[[bytes], dict[str, str]]
LONG = "№ 12 Көл жээгиндеги үлгү орто мектеп-гимназиясы"
VALUES = {
    "teacher-name": "Үсөнова Ңурай Өмүрбековна",
    "school": LONG,
    "category": "highest",
    "goal.1": "5. Қазақша, орысша: ӘҒҚҢӨҰҮҺІ",
    "plan.1.strategies": "=1+1\n<b>&amp;</b>",
    "district": "",
}
WRITTEN = {name: value for name, value in VALUES.items() if value}


def pdf(data: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return forms.read(opened)


READERS: dict[str, Reader] = {"pdf": pdf, "docx": word.read, "xlsx": lambda data: excel.read(data)[1]}


@pytest.fixture(scope="module")
def desk(built: Built) -> Desk:
    opened, problems = open_desk(built.root)
    assert opened, list(problems)
    return opened


def blank(desk: Desk, form: str = "kg-4.1", language: str = "ky") -> Blank:
    return Blank(desk, desk.project.documents[form], language)


def filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("language", ["ky", "kk", "ru"])
def test_what_is_filled_in_is_read_back(desk: Desk, form: str, language: str) -> None:
    made = blank(desk, language=language).fill(VALUES, form)
    assert filled(READERS[form](made.data)) == WRITTEN
    assert made.cut == ()


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_the_same_values_give_the_same_bytes(desk: Desk, form: str) -> None:
    first, again = blank(desk), blank(desk)
    again.fill({"school": "another"}, form)
    assert first.fill(VALUES, form).data == again.fill(VALUES, form).data


def test_a_filled_form_says_what_it_is(desk: Desk) -> None:
    """So that it is known when it comes back."""
    with pikepdf.open(io.BytesIO(blank(desk).fill(VALUES, "pdf").data)) as opened:
        assert stamped(properties.read(opened)) == Origin("kg-4.1", "1", "ky")
    assert excel.read(blank(desk).fill(VALUES, "xlsx").data)[0] == Origin("kg-4.1", "1", "ky")


def test_a_long_text_stands_on_two_lines_and_one_that_no_size_helps_is_told(desk: Desk, tmp_path: Path) -> None:
    made = blank(desk).fill({"school": LONG * 3, "teacher-name": LONG}, "pdf")
    assert made.cut == ("school",)
    assert pdf(made.data)["school"] == LONG * 3


def test_a_field_that_the_form_does_not_have_is_an_error(desk: Desk) -> None:
    form = blank(desk)
    assert "goal.4" in form
    assert "goal.5" not in form
    with pytest.raises(KeyError):
        form.fill({"goal.5": "too many"}, "pdf")


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_signs_that_no_format_takes_are_left_out(desk: Desk, form: str) -> None:
    made = blank(desk).fill({"school": " \x00A\x07\ufffe\ud800B\u202e\x0b "}, form)
    assert READERS[form](made.data)["school"].replace("\u202e", "") == "AB"


def test_a_field_is_called_as_the_form_calls_it(desk: Desk) -> None:
    assert blank(desk, language="ru").label("school") == "Школа"
