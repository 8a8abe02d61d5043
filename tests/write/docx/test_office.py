"""LibreOffice opens our Word files, saves them without loss, and prints them."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from kalyp.model.core import Field, FieldKind, Page
from kalyp.model.walk import fields
from kalyp.write.docx.controls import OFF
from kalyp.write.docx.document import write
from kalyp.write.docx.read import fill, read
from tests.support import need
from tests.write.docx.word import convert
from tests.write.sample import LANDSCAPE, PORTRAIT, every_block, words


def answer(field: Field) -> str:
    """A value for a field. One line for all: LibreOffice 7.4 runs the lines of a text control together."""
    kinds = {FieldKind.TEXT: "Айгүл Өмүрова", FieldKind.LINES: "Сабақ өте жақсы өтті", FieldKind.DATE: "14.03.2025"}
    return kinds.get(field.kind, field.value)


@pytest.mark.parametrize("languages", [("ky",), ("kk", "ru")], ids="+".join)
def test_filled_values_survive_opening_and_saving(languages: tuple[str, ...], tmp_path: Path) -> None:
    need("soffice")
    lowered = every_block(languages)
    values = {field.name: answer(field) for field in fields(lowered.blocks)}
    saved = convert(fill(write(lowered), values), "docx", tmp_path)
    assert read(saved) == values


def test_an_empty_form_stays_empty(tmp_path: Path) -> None:
    need("soffice")
    empty = write(every_block(("ky",)))
    saved = read(convert(empty, "docx", tmp_path))
    assert saved == read(empty)
    assert set(saved.values()) == {""}


@pytest.mark.parametrize("page", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_word_is_printed(page: Page, tmp_path: Path) -> None:
    need("soffice")
    lowered = every_block(("ky", "ru"), page)
    pdf = pypdfium2.PdfDocument(io.BytesIO(convert(write(lowered), "pdf", tmp_path)))
    printed = " ".join(sheet.get_textpage().get_text_range() for sheet in pdf).replace(OFF, " ").split()
    assert {word for word in words(lowered) if word not in printed} == set()
    size = pdf[0].get_size()
    assert [round(length * 25.4 / 72) for length in size] == [round(lowered.page.width), round(lowered.page.height)]
