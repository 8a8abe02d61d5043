"""The finished outputs of the real content: complete, valid, with every word of the model, and fillable."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator

from kalyp.lower.rebuild import filled
from kalyp.lower.workbook import lower_workbook
from kalyp.model.cells import names
from kalyp.model.core import Lowered, Phrase, Run, Wording
from kalyp.model.document import Pack
from kalyp.model.packs import contents, is_bound
from kalyp.model.walk import field_names, fields
from kalyp.model.workbook import Workbook
from kalyp.write.docx import read as word
from kalyp.write.docx.controls import ON
from kalyp.write.pdf import forms
from kalyp.write.xlsx import read as excel
from tests.built import Built
from tests.paritytext import first_difference, heads, squash, tagged_text
from tests.support import need, real_content
from tests.verapdf import failures
from tests.wanted import assert_holds_what_stands, paths
from tests.widgets import widgets
from tests.write.docx.word import part, said
from tests.write.pdf.viewers import BOXES
from tests.write.sample import words
from tests.write.xlsx.excel import first_lost

MM = 72 / 25.4
LANGUAGES = ("ky", "kk", "ru")
DOCUMENTS = real_content().documents
FORMS = [document.id for document in DOCUMENTS.values() if document.kind == "form"]
PACKS = [document for document in DOCUMENTS.values() if isinstance(document, Pack)]


def rows(built: Built, form: str) -> list[dict[str, Any]]:
    return [row for row in built.rows if row["format"] == form]


def kept(built: Built, pack: dict[str, Any]) -> list[str]:
    """The documents that a pack's archive holds, in its order."""
    found = built.project.documents[pack["document"]]
    assert isinstance(found, Pack)
    return [document.id for document in contents(built.project, found)]


def held(built: Built, pack: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the PDFs that a pack's archive holds, in its order; workbooks have none."""
    found = {row["document"]: row for row in rows(built, "pdf") if row["languages"] == pack["languages"]}
    return [found[name] for name in kept(built, pack) if name in found]


def crossed(lowered: Lowered) -> Lowered:
    """The document with the crosses that stand in its boxes as words."""
    cross = Phrase((Wording(lowered.languages[0], (Run("×"),)),))
    return replace(lowered, blocks=filled(lowered.blocks, lambda field: cross if field.ticked else field))


def bound(built: Built, pack: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the PDFs that a pack's own PDF holds: what is for other paper is printed apart."""
    found = DOCUMENTS[pack["document"]]
    assert isinstance(found, Pack)
    return [row for row in held(built, pack) if is_bound(built.project, DOCUMENTS[row["document"]], found)]


def wanted_fields(built: Built, row: dict[str, Any]) -> list[str]:
    """The names of the fields of a PDF, Word or Excel file; in a pack each begins with its document."""
    if row["kind"] == "pack":
        return [f"{piece['document']}.{name}" for piece in bound(built, row) for name in wanted_fields(built, piece)]
    if isinstance(document := built.project.documents[row["document"]], Workbook):
        return names(lower_workbook(built.project, document, row["languages"][0]))
    return field_names(built.lowered(row)) if row["kind"] == "form" else []


@cache
def text_of(path: Path) -> str:
    return tagged_text(path)


@cache
def texts_of_pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [squash(page.get_textpage().get_text_range()) for page in pdf]


def test_the_manifest_lists_every_document_in_every_language_and_format_once(built: Built) -> None:
    listed = Counter((row["document"], row["languages"][0], row["format"]) for row in built.rows)
    wanted = [(name, language, form) for name, each in DOCUMENTS.items() for language in LANGUAGES for form in each.formats]
    assert listed == Counter(wanted)


def test_the_manifest_is_true(built: Built) -> None:
    for row in built.rows:
        path = built.root / row["path"]
        assert path.stat().st_size == row["bytes"]
        assert sha256(path.read_bytes()).hexdigest() == row["sha256"]
        assert row["fields"] == (len(wanted_fields(built, row)) if row["format"] in ("pdf", "docx", "xlsx") else 0)
        assert (row["pages"] > 0) == (row["format"] in ("pdf", "imposed"))
        if row["pages"]:
            with pikepdf.open(path) as pdf:
                assert len(pdf.pages) == row["pages"]


def test_every_word_of_the_model_stands_in_the_pdf_in_reading_order(built: Built) -> None:
    for row in rows(built, "pdf"):
        lowered = built.lowered(row)
        found = text_of(built.root / row["path"])
        for piece in reversed(bound(built, row)) if row["kind"] == "pack" else ():  # after its cover
            text = text_of(built.root / piece["path"])
            assert found.endswith(text), (row["path"], piece["path"])
            found = found.removesuffix(text)
        assert not first_difference(squash("".join(words(crossed(lowered)))), found, heads(lowered)), row["path"]


def test_every_word_of_the_model_stands_in_the_word_file_in_order(built: Built) -> None:
    for row in rows(built, "docx"):
        lowered = built.lowered(row)
        wanted = squash("".join(words(lowered)))
        body = part((built.root / row["path"]).read_bytes())
        assert squash(said(body)) == wanted, row["path"]
        ticked = sum(field.ticked for field in fields(lowered.blocks))
        assert "".join(body.itertext()).count(ON) == ticked, row["path"]
        assert (ticked > 0) == (row["kind"] == "sample"), row["path"]


def test_every_word_of_the_model_stands_in_the_excel_file_in_order(built: Built) -> None:
    found = [row for row in rows(built, "xlsx") if row["kind"] == "form"]
    assert found
    for row in found:
        assert not first_lost((built.root / row["path"]).read_bytes(), built.lowered(row)), row["path"]


def test_every_page_has_its_foot(built: Built) -> None:
    for row in rows(built, "pdf"):
        if row["kind"] == "pack":
            continue
        lowered = built.lowered(row)
        texts = texts_of_pages(built.root / row["path"])
        covered = row["kind"] in ("booklet", "handbook")  # the cover bears the edition in its own way, without a number
        for number, text in enumerate(texts[covered:], start=1 + covered):
            page_of = lowered.page_of.plain.replace("{page}", str(number)).replace("{pages}", str(len(texts)))
            assert squash(lowered.foot.plain + page_of) in text, (row["path"], number)


def test_the_pages_of_a_pack_are_its_cover_and_those_of_what_it_holds(built: Built) -> None:
    for row in rows(built, "pdf"):
        if row["kind"] == "pack":
            texts = texts_of_pages(built.root / row["path"])
            pages = [text for piece in bound(built, row) for text in texts_of_pages(built.root / piece["path"])]
            assert texts[-len(pages) :] == pages, row["path"]
            assert len(texts) - len(pages) in (1, 2), row["path"]


def test_an_archive_holds_every_file_of_its_documents_as_it_stands(built: Built) -> None:
    for row in rows(built, "zip"):
        assert_holds_what_stands(built.root, row["path"])
        wanted = {
            Path(path).name
            for document in kept(built, row)
            for path in paths(built, document=document, languages=row["languages"])
        }
        with ZipFile(built.root / row["path"]) as archive:
            assert sorted(archive.namelist()) == sorted(wanted), row["path"]


def test_a_pack_holds_what_its_role_fills_reads_or_signs(built: Built) -> None:
    for pack in PACKS:
        row = next(row for row in rows(built, "pdf") if row["document"] == pack.id)
        listed = set(kept(built, row))
        own = {
            document.id
            for document in DOCUMENTS.values()
            if document.formats
            and document.country == pack.country
            and pack.role in (*document.filled_by, *document.read_by, *document.signed_by)
        }
        books = {document.id for document in DOCUMENTS.values() if document.kind == "handbook"}  # too thick
        assert own - {*pack.drop} - books <= listed, pack.id
        assert listed, pack.id


def test_the_fields_of_pdf_word_and_excel_are_those_of_the_model(built: Built) -> None:
    for row in rows(built, "pdf"):
        with pikepdf.open(built.root / row["path"]) as pdf:
            assert sorted(forms.read(pdf)) == sorted(wanted_fields(built, row)), row["path"]
    for row in rows(built, "docx"):
        assert sorted(word.read((built.root / row["path"]).read_bytes())) == sorted(wanted_fields(built, row)), row["path"]
    for row in rows(built, "xlsx"):
        assert sorted(excel.read((built.root / row["path"]).read_bytes())[1]) == sorted(wanted_fields(built, row)), row["path"]


def test_names_of_fields_are_the_same_in_every_language(built: Built) -> None:
    for name in (*FORMS, *(pack.id for pack in PACKS)):
        names = {row["languages"][0]: tuple(wanted_fields(built, row)) for row in rows(built, "pdf") if row["document"] == name}
        assert set(names) == set(LANGUAGES)
        assert len(set(names.values())) == 1, name
        assert names["ky"], name


def test_boxes_are_five_millimetres_and_pen_lines_eight(built: Built) -> None:
    for row in rows(built, "pdf"):
        if row["kind"] != "form":  # packs hold the same pages
            continue
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


def test_openxml_audit_finds_no_error_in_any_word_or_excel_file(built: Built) -> None:
    for path in (*built.files("docx"), *built.files("xlsx")):
        result = OpenXmlValidator().validate(str(path))
        assert not [str(error) for error in result.errors], path.name
        assert result.is_valid, path.name


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_libreoffice_opens_every_file(built: Built, tmp_path: Path, form: str) -> None:
    need("soffice")
    paths = built.files(form)
    for path in paths:  # names are the same in each language, and may be in each country
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / "-".join(path.parts[-4:])).write_bytes(path.read_bytes())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, *map(str, sorted((tmp_path / "in").iterdir()))], check=True, capture_output=True, timeout=300)
    assert len(list((tmp_path / "out").glob("*.pdf"))) == len(paths)
