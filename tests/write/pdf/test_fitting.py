"""Text that is longer than its place: as large as there is room for, whole in the file, and told where a print would cut it."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Pdf

from kalyp.write.pdf import forms
from kalyp.write.pdf.fitting import fit
from tests import verapdf
from tests.write.pdf import sheet
from tests.write.pdf.conftest import TYPED
from tests.write.pdf.sheet import Sheet

WORD = "Үзгүлтүксүз "  # 90 mm hold some 43 letters of 11 points


def drawn(pdf: Pdf, name: str) -> tuple[float, int]:
    """The size in which a field is set, in points, and the number of its lines."""
    field = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == name)
    content = field.AP.N.read_bytes().decode("ascii")
    size = re.search(r"([\d.]+) Tf", content)
    assert size
    assert f"{size[1]} Tf" in str(field.DA)  # so that it stays when somebody types on
    return float(size[1]), content.count("Tj")


def fitted(pdf: Pdf, text: str) -> tuple[str, ...]:
    """Fill a text of any length into a line of 90 mm; the fields that a print would cut."""
    field = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == "full-name")
    del field.MaxLen
    forms.fill(pdf, {"full-name": text})
    return fit(pdf, ["full-name"])


@pytest.mark.parametrize(("words", "points"), [(1, 11), (4, 11), (5, 9), (6, 7)])
def test_a_long_text_is_set_smaller(full: Sheet, words: int, points: float) -> None:
    text = (WORD * words).strip()
    with pikepdf.open(full.form) as pdf:
        assert fitted(pdf, text) == ()
        assert drawn(pdf, "full-name") == (points, 1)
        assert forms.read(pdf)["full-name"] == text


def test_a_text_that_no_size_helps_is_told_and_whole_in_the_file(full: Sheet) -> None:
    text = (WORD * 40).strip()
    with pikepdf.open(full.form) as pdf:
        assert fitted(pdf, text) == ("full-name",)
        assert forms.read(pdf)["full-name"] == text


def test_what_fits_stays_as_it_was(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        forms.fill(pdf, TYPED)
        before = {name: drawn(pdf, name) for name in ("full-name", "school")}
        assert fit(pdf, TYPED) == ()
        assert {name: drawn(pdf, name) for name in ("full-name", "school")} == before
        assert forms.read(pdf) == {**sheet.read(full.form), **TYPED}


def test_a_word_is_not_cut_in_two_to_fit(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        assert fitted(pdf, "w" * 120) == ("full-name",)


def test_room_for_lines_takes_more_of_them_when_they_are_small(full: Sheet) -> None:
    with pikepdf.open(full.form) as pdf:
        forms.fill(pdf, {"comment.12": "\n".join("12345")})
        assert fit(pdf, ["comment.12"]) == ()
        comment = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == "comment").Kids[0]
        assert b"10 Tf" in comment.AP.N.read_bytes()
        forms.fill(pdf, {"comment.12": "\n".join("1234567")})
        assert fit(pdf, ["comment.12"]) == ()
        assert b" 7 Tf" in comment.AP.N.read_bytes()
        forms.fill(pdf, {"comment.12": "\n".join("123456789")})
        assert fit(pdf, ["comment.12"]) == ("comment.12",)


def test_the_file_is_accessible_as_before(full: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "small.pdf"
    with pikepdf.open(full.form) as pdf:
        forms.fill(pdf, {"full-name": WORD * 6})
        fit(pdf, ["full-name"])
        pdf.save(target)
    assert verapdf.failures([target]) == {target: []}
