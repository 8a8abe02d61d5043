"""What is made once for all tests of fields: the font, the sheet with every field, and what each viewer saves of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from kalyp.read.project import read_project
from kalyp.write.fonts import Fonts, find_fonts
from kalyp.write.pdf import forms
from kalyp.write.pdf.document import Press
from tests.support import ROOT
from tests.write.pdf import sheet
from tests.write.pdf.sheet import LETTERS, Sheet
from tests.write.pdf.viewers import VIEWERS

RUSSIAN = "Мой ёж"
SENTENCE = "Үзгүлтүксүз өнүгүү ҢңӘәҒғҚқҰұҺһІі Ёё"
TYPED = {
    "full-name": SENTENCE,
    "school": RUSSIAN,
    "comment.12": f"{SENTENCE}\nЭкинчи сап",
    "duty.mentor": "on",
    "level.12": "high",
    "level.13": "low",
    # No field of Russian letters alone: those a viewer may draw with a font of its own.
    **{sheet.letter_field(letter): f"{letter}ө" for letter in LETTERS},
}


@pytest.fixture(scope="session")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sheet.field_font(tmp_path_factory.mktemp("font"))


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    wanted = read_project(ROOT)[0].fonts
    assert wanted
    return find_fonts(wanted)


@pytest.fixture(scope="session")
def press(fonts: Fonts, font: Path) -> Press:
    return Press(ROOT, fonts, font)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory, font: Path) -> Sheet:
    return sheet.full(tmp_path_factory.mktemp("full"), font)


@pytest.fixture(scope="session")
def saved_by(full: Sheet) -> Callable[[str], Path]:
    """The sheet as each viewer saves it after TYPED was put in."""

    @cache
    def save(viewer: str) -> Path:
        target = full.form.with_name(f"saved-by-{viewer}.pdf")
        VIEWERS[viewer].fill(full.form, target, full.fields, TYPED)
        return target

    return save


@pytest.fixture(scope="session")
def filled(full: Sheet) -> Path:
    """The sheet with TYPED put in by `forms.fill`."""
    target = full.form.with_name("filled.pdf")
    with pikepdf.open(full.form) as pdf:
        forms.fill(pdf, TYPED)
        pdf.save(target)
    return target


@pytest.fixture(scope="session")
def drawn() -> Callable[[str, Path], Image.Image]:
    """The picture that an engine draws of a file; each is drawn once."""

    @cache
    def draw(viewer: str, source: Path) -> Image.Image:
        return VIEWERS[viewer].draw(source)

    return draw
