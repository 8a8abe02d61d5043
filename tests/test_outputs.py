"""The finished outputs of the real content: complete, valid, with every word of the model, and fillable."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator

from kalyp.model.walk import field_names, fields
from kalyp.write.docx import read as word
from kalyp.write.pdf import forms
from tests.built import Built
from tests.paritytext import first_difference, heads, squash, tagged_text
from tests.support import need
from tests.verapdf import failures
from tests.widgets import widgets
from tests.write.docx.word import part, said
from tests.write.pdf.viewers import BOXES
from tests.write.sample import words

MM = 72 / 25.4
LANGUAGES = ("ky", "kk", "ru")
FORMS = ("kg-1.1", "kg-1.1-report", "kg-2.1", "kg-3.1", "kg-4.1")
BOOKLETS = ("kg-2",)


def rows(built: Built, form: str) -> list[dict[str, Any]]:
    return [row for row in built.rows if row["format"] == form]


def test_the_manifest_lists_every_form_and_booklet_in_every_language(built: Built) -> None:
    listed = Counter((row["document"], row["languages"][0], row["format"]) for row in built.rows)
    wanted = [(form, language, kind) for form in FORMS for language in LANGUAGES for kind in ("pdf", "docx")]
    wanted += [(booklet, language, kind) for booklet in BOOKLETS for language in LANGUAGES for kind in ("pdf", "imposed")]
    for key in wanted:
        assert listed[key] == 1, key


def test_the_manifest_is_true(built: Built) -> None:
    for row in built.rows:
        path = built.root / row["path"]
        assert path.stat().st_size == row["bytes"]
        if row["format"] != "docx":
            with pikepdf.open(path) as pdf:
                assert len(pdf.pages) == row["pages"]


def test_every_word_of_the_model_stands_in_the_pdf_in_reading_order(built: Built) -> None:
    for row in rows(built, "pdf"):
        lowered = built.lowered(row)
        wanted = squash("".join(words(lowered)))
        assert not first_difference(wanted, tagged_text(built.root / row["path"]), heads(lowered)), row["path"]


def test_every_word_of_the_model_stands_in_the_word_file_in_order(built: Built) -> None:
    for row in rows(built, "docx"):
        lowered = built.lowered(row)
        wanted = squash("".join(words(lowered)))
        assert squash(said(part((built.root / row["path"]).read_bytes()))) == wanted, row["path"]


def test_every_page_has_its_foot(built: Built) -> None:
    for row in rows(built, "pdf"):
        lowered = built.lowered(row)
        with pypdfium2.PdfDocument(built.root / row["path"]) as pdf:
            texts = [squash(page.get_textpage().get_text_range()) for page in pdf]
        covered = row["kind"] == "booklet"  # the cover bears the edition in its own way, without a number
        for number, text in enumerate(texts[covered:], start=1 + covered):
            page_of = lowered.page_of.plain.replace("{page}", str(number)).replace("{pages}", str(len(texts)))
            assert squash(lowered.foot.plain + page_of) in text, (row["path"], number)


def test_the_fields_of_pdf_and_word_are_those_of_the_model(built: Built) -> None:
    for row in rows(built, "pdf"):
        wanted = field_names(built.lowered(row))
        with pikepdf.open(built.root / row["path"]) as pdf:
            assert sorted(forms.read(pdf)) == sorted(wanted), row["path"]
    for row in rows(built, "docx"):
        wanted = field_names(built.lowered(row))
        assert sorted(word.read((built.root / row["path"]).read_bytes())) == sorted(wanted), row["path"]


def test_names_of_fields_are_the_same_in_every_language(built: Built) -> None:
    for form in FORMS:
        names = {
            row["languages"][0]: tuple(field_names(built.lowered(row))) for row in rows(built, "pdf") if row["document"] == form
        }
        assert set(names) == set(LANGUAGES)
        assert len(set(names.values())) == 1, form


def test_boxes_are_five_millimetres_and_pen_lines_eight(built: Built) -> None:
    for row in rows(built, "pdf"):
        path = built.root / row["path"]
        for widget in widgets(path, fields(built.lowered(row).blocks)):
            width, height = widget.size
            if widget.kind in BOXES:  # the border of 0.25 mm is drawn around the widget
                assert width / MM == pytest.approx(4.5, abs=0.05), widget.name
                assert height / MM == pytest.approx(4.5, abs=0.05), widget.name
            else:
                assert height / MM > 7.9, (path, widget.name, height / MM)


def test_veraPDF_passes_every_pdf(built: Built) -> None:  # noqa: N802
    for form, flavour in (("pdf", "ua1"), ("imposed", "2b")):
        broken = {path.name: found for path, found in failures(built.files(form), flavour).items() if found}
        assert not broken


def test_openxml_audit_finds_no_error_in_any_word_file(built: Built) -> None:
    for path in built.files("docx"):
        result = OpenXmlValidator().validate(str(path))
        assert not [str(error) for error in result.errors], path.name
        assert result.is_valid, path.name


def test_libreoffice_opens_every_word_file(built: Built, tmp_path: Path) -> None:
    need("soffice")
    paths = built.files("docx")
    for path in paths:  # names are the same in each language
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{path.parts[-3]}-{path.name}").write_bytes(path.read_bytes())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, *map(str, sorted((tmp_path / "in").iterdir()))], check=True, capture_output=True, timeout=300)
    assert len(list((tmp_path / "out").glob("*.pdf"))) == len(paths)
