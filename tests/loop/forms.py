"""Returned forms for the tests: the real ones of the finished build, filled in without a viewer."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf

from kalyp.write.docx import read as word
from kalyp.write.pdf import forms
from tests.built import Built

COMPETENCIES = range(1, 23)
LEVELS = ("low", "middle", "high")
_RATED = {f"level.{number}": LEVELS[number % 3] for number in COMPETENCIES}
PERSON: Mapping[str, Mapping[str, str]] = {  # what somebody fills in, by form
    "kg-2.1": {"full-name": "Үсөнова Ңургүл Өскөнбаевна", "school": "№ 7 мектеп", "comment.3": "Ққ Ғғ Ұұ Һһ Іі Ёё", **_RATED},
    "kg-3.1": {"supervisor-name": "Ёлкин Ю.", "teacher-name": "Үсөнова Ңургүл Өскөнбаевна", **_RATED},
}


def blank(built: Built, document: str, language: str, form: str) -> bytes:
    """An output of the build."""
    wanted = (document, [language], form)
    row = next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == wanted)
    return Path(built.root, row["path"]).read_bytes()


def filled(built: Built, document: str, language: str, form: str, values: Mapping[str, str] | None = None) -> bytes:
    """A form with values in it; with those of PERSON where none are given."""
    data, values = blank(built, document, language, form), PERSON[document] if values is None else values
    if form == "docx":
        return word.fill(data, values)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms.fill(pdf, values)
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def saved_twice(built: Built, folder: Path) -> tuple[bytes, int]:
    """A PDF into which a viewer has put one name and then another one, adding the second at the end; and where that begins."""
    path = folder / "twice.pdf"
    path.write_bytes(filled(built, "kg-2.1", "ky", "pdf", {"full-name": "Биринчи"}))
    begins = path.stat().st_size
    mupdf: Any = pymupdf
    document = mupdf.open(path)
    for widget in document[0].widgets():
        if widget.field_name == "full-name":
            mupdf.mupdf.pdf_set_text_field_value(widget._annot, "Экинчи")
            mupdf.mupdf.pdf_update_widget(widget._annot)
    document.saveIncr()
    return path.read_bytes(), begins
