"""Real forms, filled in each viewer, in Word and Excel, saved by LibreOffice, and read back: every name and value as put in.

Those of one country, and of the other one each with a block that is in none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pikepdf
import pytest

from kalyp.model.core import Field, FieldKind
from kalyp.model.origin import Origin
from kalyp.model.walk import fields
from kalyp.write.docx import read as word
from kalyp.write.pdf import forms, properties
from kalyp.write.stamp import stamped
from kalyp.write.xlsx import read as excel
from tests.built import Built
from tests.counts import document
from tests.support import need, real_content
from tests.test_outputs import DOCUMENTS, FORMS, LANGUAGES
from tests.widgets import widgets
from tests.write.docx.word import convert
from tests.write.pdf.viewers import VIEWERS
from tests.write.xlsx.excel import convert as save
from tests.write.xlsx.excel import places, ticked, typed

IN_ALL_LANGUAGES = ["kg-2.1", "kg-4.1"]  # a rating, and one across; the others are filled in one language each
OTHERS = ["kz-1.1", "kz-2.1", "kz-2.2", "kz-3.1"]  # a rating with answers of its own, an appraisal, a table to fill in, a rubric
IN_EXCEL = [name for name in FORMS if "xlsx" in DOCUMENTS[name].formats]
FILLED = [*(name for name in FORMS if DOCUMENTS[name].country == "kg"), *OTHERS]
SENTENCE = "Үзгүлтүксүз өнүгүү ҢңӘәҒғҚқҰұҺһІі Ёё"


def answers(asked: list[Field]) -> dict[str, str]:
    """An answer to every field: the sentence, a date, a tick, and of each group of marks another one in turn."""
    groups: dict[str, list[str]] = {}
    for field in asked:
        groups.setdefault(field.name, []).append(field.value)
    found = {}
    for number, (name, values) in enumerate(groups.items()):
        kind = next(field.kind for field in asked if field.name == name)
        if kind is FieldKind.MARK:
            found[name] = values[number % len(values)]
        elif kind is FieldKind.CHECK:
            found[name] = "on"
        else:
            found[name] = "01.03.2027" if kind is FieldKind.DATE else SENTENCE
    return found


def kinds(forms: list[str]) -> set[str]:
    """The kinds of blocks in forms."""
    return {block.block for name in forms for block in document(real_content(), name).blocks}


def test_every_kind_of_block_in_a_form_is_in_one_that_is_filled() -> None:
    assert kinds(FORMS) == kinds(FILLED)


@pytest.mark.parametrize(("engine", "language"), list(product(VIEWERS, LANGUAGES)))
def test_a_form_filled_in_a_viewer_is_read_back(built: Built, tmp_path: Path, engine: str, language: str) -> None:
    for form in {*IN_ALL_LANGUAGES, *FILLED[LANGUAGES.index(language) :: len(LANGUAGES)]}:
        row = next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == (form, [language], "pdf"))
        asked = list(fields(built.lowered(row).blocks))
        source, target = built.root / row["path"], tmp_path / "filled.pdf"
        wanted = answers(asked)
        VIEWERS[engine].fill(source, target, widgets(source, asked), wanted)
        with pikepdf.open(target) as pdf:
            assert forms.read(pdf) == wanted, form
            assert stamped(properties.read(pdf)) == Origin(form, row["edition"], language), form


@pytest.mark.parametrize("form", FILLED)
def test_a_word_form_saved_by_libreoffice_is_read_back(built: Built, tmp_path: Path, form: str) -> None:
    need("soffice")
    language = LANGUAGES[FILLED.index(form) % len(LANGUAGES)]
    row = next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == (form, [language], "docx"))
    wanted = answers(list(fields(built.lowered(row).blocks)))
    filled = word.fill((built.root / row["path"]).read_bytes(), wanted)
    assert word.read(filled) == wanted
    assert word.read(convert(filled, "docx", tmp_path)) == wanted


@pytest.mark.parametrize("form", IN_EXCEL)
def test_an_excel_form_saved_by_libreoffice_is_read_back(built: Built, tmp_path: Path, form: str) -> None:
    need("soffice")
    language = LANGUAGES[IN_EXCEL.index(form) % len(LANGUAGES)]
    row = next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == (form, [language], "xlsx"))
    wanted = answers(list(fields(built.lowered(row).blocks)))
    blank = (built.root / row["path"]).read_bytes()
    filled = typed(blank, ticked(wanted, list(places(blank))))
    made_as = Origin(form, built.project.documents[form].edition.number, language)
    assert excel.read(filled) == (made_as, wanted)
    assert excel.read(save(filled, "xlsx", tmp_path)) == (made_as, wanted)


def test_every_format_gives_the_same_names(built: Built) -> None:
    for form in FORMS:
        names = {}
        for kind in DOCUMENTS[form].formats:
            row = next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == (form, ["ru"], kind))
            names[kind] = set(_READERS[kind](built.root / row["path"]))
        assert names["docx"] == names["pdf"] == names.get("xlsx", names["pdf"]), form


def _of_pdf(path: Path) -> dict[str, str]:
    with pikepdf.open(path) as pdf:
        return forms.read(pdf)


_READERS: dict[str, Callable[[Path], dict[str, str]]] = {
    "pdf": _of_pdf,
    "docx": lambda path: word.read(path.read_bytes()),
    "xlsx": lambda path: excel.read(path.read_bytes())[1],
}
