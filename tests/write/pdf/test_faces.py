"""The faces of pages: every glyph at its place, in a seventh of the file, and the same for every document."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from kalyp.write.fonts import Fonts
from kalyp.write.pdf.faces import Faces, UnknownFace


@pytest.fixture(scope="module")
def faces(fonts: Fonts) -> Faces:
    return Faces(fonts.page)


def used(family: str = "Kalyp Sans", weight: int = 400, style: int = 0, glyphs: dict[int, str] | None = None) -> SimpleNamespace:
    """A font as WeasyPrint describes it."""
    return SimpleNamespace(family=family, weight=weight, style=style, to_unicode=glyphs or {}, hash=f"H{weight}{style}")


def test_a_face_draws_every_glyph_as_its_file_does(faces: Faces, fonts: Fonts) -> None:
    for place, file in enumerate(fonts.page):
        with TTFont(file.path) as whole, TTFont(BytesIO(faces[place].data)) as stripped:
            assert stripped["maxp"].numGlyphs == whole["maxp"].numGlyphs
            for number, name in enumerate(whole.getGlyphOrder()):
                ours, theirs = stripped["glyf"][stripped.getGlyphName(number)], whole["glyf"][name]
                assert ours.getCoordinates(stripped["glyf"])[0] == theirs.getCoordinates(whole["glyf"])[0], name
                assert stripped["hmtx"][stripped.getGlyphName(number)] == whole["hmtx"][name]


def test_it_is_small(faces: Faces, fonts: Fonts) -> None:
    for place, file in enumerate(fonts.page):
        assert len(faces[place].data) * 7 < file.path.stat().st_size


def test_it_is_called_by_its_bytes(faces: Faces, fonts: Fonts) -> None:
    names = [faces[place].name for place in range(len(fonts.page))]
    assert len(set(names)) == len(names)
    assert all(name[:6].isupper() and name[6:].startswith("+KalypSans-") for name in names)
    assert Faces(fonts.page)[0] == faces[0]


def test_it_knows_what_each_glyph_says(faces: Faces) -> None:
    glyphs = faces[0].encode("ҢңӨөҮүӘәҒғҚқҰұҺһІі№«»–")
    assert "".join(faces[0].characters[glyph] for glyph in glyphs) == "ҢңӨөҮүӘәҒғҚқҰұҺһІі№«»–"


def test_fonts_are_found_by_family_weight_and_style(faces: Faces, fonts: Fonts) -> None:
    found = faces.used([used(), used(weight=700), used(style=2), used(weight=700, style=2), used("Kalyp Field")])
    styles = [(fonts.page[place].weight, fonts.page[place].style) for place in found.values()]
    assert styles == [("normal", "normal"), ("bold", "normal"), ("normal", "italic"), ("bold", "italic")]


@pytest.mark.parametrize("font", [used("DejaVu Sans"), used(weight=300), used(glyphs={9999: "ﬁ"})])
def test_any_other_font_or_glyph_is_an_error(faces: Faces, font: SimpleNamespace) -> None:
    with pytest.raises(UnknownFace):
        faces.used([font])


def test_it_is_put_into_a_file_by_glyph_ids(faces: Faces) -> None:
    with pikepdf.new() as pdf:
        font = faces.embed(pdf, 1)
        assert (str(font.Encoding), str(font.BaseFont)) == ("/Identity-H", f"/{faces[1].name}")
        assert bytes(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()) == faces[1].data
