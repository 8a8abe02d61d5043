"""Returned forms: what each file is, whoever saved it, and what stands in it; nothing is guessed."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pikepdf
import pytest
import yaml

from kalyp.loop import guard
from kalyp.loop.facts import Facts
from kalyp.loop.model import Finding, Origin, Return
from kalyp.loop.package import CUSTOM
from kalyp.loop.reading import LONGEST, Raw, cleaned
from kalyp.loop.returns import read_folder, read_return, returns_of
from kalyp.model.walk import fields
from kalyp.write.pdf import forms
from kalyp.write.stamp import stamps
from tests.built import Built
from tests.loop import hostile
from tests.loop.forms import PERSON, blank, filled
from tests.support import ROOT, need
from tests.test_outputs import LANGUAGES
from tests.widgets import widgets
from tests.write.docx.word import convert
from tests.write.pdf.viewers import VIEWERS

FORM, VALUES = "kg-2.1", PERSON["kg-2.1"]


def returned(built: Built, folder: Path, data: bytes, name: str = "form.pdf") -> Return:
    """A file as it is read."""
    (folder / name).write_bytes(data)
    [found] = read_return(built.project, folder, folder / name)
    return found


def said(found: Return) -> dict[str, dict[str, str]]:
    """What was found, by code."""
    return {finding.code: dict(finding.values) for finding in found.findings}


def given(found: Return) -> dict[str, str]:
    """What was filled in."""
    return {name: value for name, value in found.values.items() if value}


# --- Files as they come ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("engine", VIEWERS)
def test_a_form_saved_by_a_viewer_arrives(built: Built, tmp_path: Path, engine: str, language: str) -> None:
    row = next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == (FORM, [language], "pdf"))
    source, asked = built.root / row["path"], list(fields(built.lowered(row).blocks))
    VIEWERS[engine].fill(source, tmp_path / "form.pdf", widgets(source, asked), VALUES)
    [found] = read_folder(built.project, tmp_path)
    assert (found.file, found.format, found.origin) == ("form.pdf", "pdf", Origin(FORM, "1", language))
    assert given(found) == VALUES
    assert found.findings == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_saved_by_libreoffice_arrives(built: Built, tmp_path: Path, language: str) -> None:
    need("soffice")
    (tmp_path / "work").mkdir()
    saved = convert(filled(built, FORM, language, "docx"), "docx", tmp_path / "work")
    found = returned(built, tmp_path, saved, "form.docx")
    assert (found.format, found.origin, given(found), found.findings) == ("docx", Origin(FORM, "1", language), VALUES, ())


def test_the_text_of_a_word_file_may_have_another_name(built: Built, tmp_path: Path) -> None:
    """Word on the web calls it document2.xml."""
    held = {
        name: part.replace(b"document.xml", b"document2.xml")
        for name, part in hostile.parts(filled(built, FORM, "ky", "docx")).items()
    }
    held["word/document2.xml"] = held.pop(hostile.DOCUMENT)
    held["word/_rels/document2.xml.rels"] = held.pop("word/_rels/document.xml.rels")
    found = returned(built, tmp_path, hostile.packed(held), "form.docx")
    assert (given(found), found.findings) == (VALUES, ())


def test_folders_below_are_read_too_in_the_order_of_names_and_progress_is_told(built: Built, tmp_path: Path) -> None:
    for name in ("я.pdf", "а/б.pdf", "а/а.docx", "ц.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        form = "docx" if name.endswith("docx") else "pdf"
        (tmp_path / name).write_bytes(filled(built, FORM, "ky", form) if form in name else b"a")
    told: list[tuple[int, int, str]] = []
    found = read_folder(built.project, tmp_path, lambda *each: told.append(each))
    assert [each.file for each in found] == ["а/а.docx", "а/б.pdf", "ц.txt", "я.pdf"]
    assert [each[:2] for each in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert {each[2] for each in told} == {each.file for each in found}
    assert read_folder(built.project, tmp_path) == found


def test_a_pack_gives_each_form_in_it_that_was_filled_in(built: Built, tmp_path: Path) -> None:
    values = {f"{form}.{name}": value for form, held in PERSON.items() for name, value in held.items()}
    (tmp_path / "pack.pdf").write_bytes(filled(built, "kg-pack-teacher", "ru", "pdf", values))
    found = read_folder(built.project, tmp_path)
    assert [each.origin for each in found] == [Origin(form, "1", "ru") for form in sorted(PERSON)]
    assert [given(each) for each in found] == [PERSON[form] for form in sorted(PERSON)]
    assert {each.file for each in found} == {"pack.pdf"}
    assert [each.findings for each in found] == [(), ()]
    empty = returned(built, tmp_path, blank(built, "kg-pack-teacher", "ru", "pdf"), "pack.pdf")
    assert (empty.origin, list(said(empty))) == (None, ["blank"])


def test_a_workbook_arrives(built: Built, tmp_path: Path) -> None:
    row = next((row for row in built.rows if row["format"] == "xlsx"), None)
    if row is None:
        pytest.skip("no document is made in Excel")
    found = returned(built, tmp_path, (built.root / row["path"]).read_bytes(), "book.xlsx")
    assert found.format == "xlsx"
    assert (found.origin and found.origin.document) == row["document"]


# --- What a file was made as ---


def unstamped(data: bytes) -> bytes:
    return hostile.pdf(data, hostile.without_stamp)


def test_a_form_that_lost_its_stamp_is_known_by_its_fields_alone(built: Built, tmp_path: Path) -> None:
    found = returned(built, tmp_path, unstamped(filled(built, FORM, "kk", "pdf")))
    assert found.origin == Origin(FORM)
    assert given(found) == VALUES
    assert list(said(found)) == ["edition-unrecorded"]
    held = hostile.parts(filled(built, FORM, "kk", "docx"))
    held.pop(CUSTOM)
    found = returned(built, tmp_path, hostile.packed(held), "form.docx")
    assert (found.origin, given(found), list(said(found))) == (Origin(FORM), VALUES, ["edition-unrecorded"])


@pytest.mark.parametrize("alter", ["one field more", "one field less"])
def test_without_a_stamp_no_form_is_guessed(built: Built, tmp_path: Path, alter: str) -> None:
    def changed(opened: pikepdf.Pdf) -> None:
        hostile.without_stamp(opened)
        held = opened.Root.AcroForm.Fields
        if alter == "one field less":
            del held[0]
        else:
            held.append(opened.make_indirect(pikepdf.Dictionary(T=pikepdf.String("own"), FT=pikepdf.Name.Tx)))

    found = returned(built, tmp_path, hostile.pdf(filled(built, FORM, "ky", "pdf"), changed))
    assert (found.origin, found.values, list(said(found))) == (None, {}, ["unplaced"])


def stamped(built: Built, origin: Origin) -> bytes:
    """A form that says that it is something else."""

    def alter(opened: pikepdf.Pdf) -> None:
        for name, value in stamps(origin).items():
            opened.docinfo[f"/{name}"] = pikepdf.String(value)

    return hostile.pdf(filled(built, FORM, "ky", "pdf"), alter)


def test_another_edition_is_said(built: Built, tmp_path: Path) -> None:
    found = returned(built, tmp_path, stamped(built, Origin(FORM, "7", "ky")))
    assert found.origin == Origin(FORM, "7", "ky")
    assert said(found) == {"edition-other": {"found": "7", "present": "1"}}
    assert given(found) == VALUES


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("xx-9.9", "document-unknown"),
        ("kg-handbook", "document-unknown"),
        ("kg-3.1", "stamp-contradicts"),
        ("kg-4.3", "stamp-contradicts"),
    ],
)
def test_a_file_that_says_what_it_cannot_be_is_not_placed(built: Built, tmp_path: Path, document: str, code: str) -> None:
    found = returned(built, tmp_path, stamped(built, Origin(document, "1", "ky")))
    assert (found.origin, found.values, list(said(found))) == (None, {}, [code])


@pytest.mark.parametrize(("document", "form"), [("kg-2", "pdf"), ("kg-2", "imposed"), ("kg-2", "docx"), ("kg-handbook", "pdf")])
def test_what_has_no_fields_is_said_to_have_none(built: Built, tmp_path: Path, document: str, form: str) -> None:
    ending = "docx" if form == "docx" else "pdf"
    found = returned(built, tmp_path, blank(built, document, "ky", form), f"form.{ending}")
    assert (found.origin, list(said(found))) == (None, ["word-no-fields" if form == "docx" else "pdf-no-fields"])


def test_a_flattened_form_is_said_to_have_no_fields(built: Built, tmp_path: Path) -> None:
    found = returned(built, tmp_path, hostile.pdf(filled(built, FORM, "ky", "pdf"), forms.flatten))
    assert (found.origin, list(said(found))) == (None, ["pdf-no-fields"])


# --- What stands in it ---


def checked(built: Built, values: Mapping[str, str], **more: object) -> Return:
    """A form with these values in it, as if it had been read from a file."""
    names = {field.name: "" for field in fields(built.lowered(_row(built)).blocks)}
    raw = Raw("a.pdf", "pdf", stamps(Origin(FORM, "1", "ru")), names | dict(values))
    [found] = returns_of(Facts(built.project), replace(raw, **more))  # type: ignore[arg-type]
    return found


def _row(built: Built) -> dict[str, object]:
    return next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == (FORM, ["ru"], "pdf"))


def test_levels_that_are_missing_are_named_as_people_name_them(built: Built) -> None:
    found = checked(built, {**VALUES, "level.9": "", "level.22": ""})
    assert said(found) == {"levels-missing": {"count": "2", "competencies": "9, 22"}}


def test_a_form_without_levels_and_a_blank_one_are_told_apart(built: Built) -> None:
    assert said(checked(built, {"full-name": "Ёлкин"})) == {"levels-none": {}}
    assert said(checked(built, {})) == {"blank": {}}


def test_two_marks_contradict_each_other_and_neither_counts(built: Built) -> None:
    found = checked(built, {**VALUES, "level.5": "low+high"})
    marks = "«Низкий уровень», «Высокий уровень»"
    assert list(said(found)) == ["marks-several"]
    assert said(found)["marks-several"]["marks"] == marks
    assert said(found)["marks-several"]["field"].startswith("5. ")
    assert "level.5" not in found.values
    assert given(found) == {name: value for name, value in VALUES.items() if name != "level.5"}


def test_two_marks_are_seen_in_a_pdf_whose_value_names_but_one(built: Built, tmp_path: Path) -> None:
    found = returned(built, tmp_path, hostile.pdf(filled(built, FORM, "ru", "pdf"), hostile.with_two_marks("level.5")))
    assert list(said(found)) == ["marks-several"]
    assert "level.5" not in found.values


def test_two_marks_are_seen_in_word(built: Built, tmp_path: Path) -> None:
    def alter(xml: bytes) -> bytes:
        return re.sub(rb'(w:tag w:val="level\.5:\w+".*?w14:checked w14:val=")0', rb"\g<1>1", xml, flags=re.DOTALL)

    data = hostile.altered(filled(built, FORM, "ru", "docx"), hostile.DOCUMENT, alter)
    found = returned(built, tmp_path, data, "form.docx")
    assert list(said(found)) == ["marks-several"]
    assert "level.5" not in found.values


def test_what_a_field_cannot_hold_is_kept_out_and_told(built: Built) -> None:
    found = checked(built, {**VALUES, "level.5": "4", "next-post.mentor": "yes", "own": "a"})
    assert said(found).keys() == {"value-odd", "fields-unknown"}
    assert [dict(each.values)["value"] for each in found.findings if each.code == "value-odd"] == ["4", "yes"]
    assert given(found) == {name: value for name, value in VALUES.items() if name != "level.5"}


def test_fields_that_were_deleted_are_told(built: Built, tmp_path: Path) -> None:
    def alter(opened: pikepdf.Pdf) -> None:
        del opened.Root.AcroForm.Fields[1]

    found = returned(built, tmp_path, hostile.pdf(filled(built, FORM, "ru", "pdf"), alter))
    assert said(found) == {"fields-gone": {"count": "1", "names": "Школа"}}


def test_of_two_fields_of_one_name_neither_counts_unless_they_agree(built: Built, tmp_path: Path) -> None:
    def alter(name: str) -> bytes:
        def double(opened: pikepdf.Pdf) -> None:
            copy = pikepdf.Dictionary(T=pikepdf.String("full-name"), FT=pikepdf.Name.Tx, V=pikepdf.String(name))
            opened.Root.AcroForm.Fields.append(opened.make_indirect(copy))

        return hostile.pdf(filled(built, FORM, "ru", "pdf"), double)

    found = returned(built, tmp_path, alter("Ёлкин"))
    assert said(found) == {"field-twice": {"field": "Ф.И.О."}}
    assert "full-name" not in found.values
    assert said(returned(built, tmp_path, alter(VALUES["full-name"]))) == {}


def test_a_text_without_end_is_cut_and_that_is_told(built: Built, tmp_path: Path) -> None:
    data = filled(built, FORM, "ru", "docx", {**VALUES, "comment.3": "ё" * 2 * LONGEST})
    found = returned(built, tmp_path, data, "form.docx")
    assert found.values["comment.3"] == "ё" * LONGEST
    assert [dict(each.values)["limit"] for each in found.findings if each.code == "text-cut"] == [str(LONGEST)]


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("Үсөнова Ңургүл", "Үсөнова Ңургүл"),
        ("и\u0306", "й"),
        ("a\x00b\x1b[2Jc\x7f\x9b", "ab[2Jc"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\ufffeb\U0001ffff", "ab"),
        ("a\ud800b", "ab"),
        ("  a  b ", "  a  b "),
        ("=1+1", "=1+1"),
        ("👩‍🏫\u00a0№\u00ad", "👩‍🏫\u00a0№\u00ad"),
    ],
)
def test_texts_are_freed_of_what_steers_and_of_nothing_else(found: str, wanted: str) -> None:
    assert cleaned(found) == wanted


# --- The words for what is found ---


def noted() -> list[tuple[str, set[str]]]:
    """Each finding as it stands in the program: its code and the names of its values ("" for those that are handed on)."""
    found = []
    for path in sorted((ROOT / "kalyp" / "loop").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Refused") | ast.Attribute(attr="of", value=ast.Name(id="Finding")), args=[code]):
                    names = {keyword.arg or "" for keyword in node.keywords}
                    choices = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                    found += [(str(each.value), names) for each in choices if isinstance(each, ast.Constant)]
    return found


@pytest.mark.parametrize("language", ["ky", "kk", "ru", "en"])
def test_every_finding_can_be_said(language: str) -> None:
    lines = yaml.safe_load((ROOT / "kalyp" / "messages" / f"{language}.yaml").read_text(encoding="utf-8"))["lines"]
    kinds: list[guard.Kind] = ["ole", "rtf", "picture", "web", "archive", "unknown"]
    foreign = [
        (guard.refuse(kind, data).finding.code, set[str]()) for kind in kinds for data in (b"", hostile.office_with_password())
    ]
    for code, values in [*noted(), *foreign]:
        assert f"found-{code}" in lines, code
        said = {name for _, name, _, _ in Formatter().parse(lines[f"found-{code}"]) if name}
        assert said == values or ("" in values and said >= values - {""}), code
    assert len(noted()) > 40


def test_a_finding_is_the_same_in_whatever_order_its_values_are_named() -> None:
    assert Finding.of("a", b=1, c="2") == Finding.of("a", c="2", b="1")


def test_a_file_that_was_read_is_not_changed(built: Built, tmp_path: Path) -> None:
    data = filled(built, FORM, "ru", "pdf")
    returned(built, tmp_path, data)
    assert (tmp_path / "form.pdf").read_bytes() == data
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert dict(forms.read(opened)) == {**forms.read(opened), **VALUES}
