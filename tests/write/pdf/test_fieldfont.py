"""The field font: small, wide in letters, named apart, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

from kalyp.write.pdf import fieldfont
from tests.write.pdf import sheet

TYPED = "ҢңӘәӨөҮүҒғҚқҰұҺһІіЁё ĞğŞşİı ÄöÜß «„“”»–—…№€₽₴°×±"


def test_the_font_has_what_a_person_may_type(font: Path) -> None:
    assert set(TYPED) <= fieldfont.characters(font)
    assert {chr(code) for code in range(0x20, 0x7F)} <= fieldfont.characters(font)
    assert {chr(code) for code in range(0x410, 0x450)} <= fieldfont.characters(font)


def test_the_font_is_a_tenth_of_its_source(font: Path) -> None:
    assert font.stat().st_size * 8 < sheet.SANS.stat().st_size


def test_the_name_that_the_licence_reserves_is_gone_and_the_licence_stays(font: Path) -> None:
    names = {record.nameID: record.toUnicode() for record in TTFont(font)["name"].names}
    assert {names[number] for number in (1, 4)} == {fieldfont.FAMILY}
    assert not any("PT Sans" in names.get(number, "") for number in (1, 3, 4, 6, 16))
    assert "ParaType" in names[0]
    assert 13 in names


def test_no_hinting_stays(font: Path) -> None:
    assert not {"fpgm", "prep", "cvt "} & set(TTFont(font).keys())


def test_the_bytes_are_the_same_every_time(font: Path, tmp_path: Path) -> None:
    assert fieldfont.make(sheet.SANS, tmp_path / "cache" / "again.ttf").read_bytes() == font.read_bytes()


def test_nothing_but_the_font_lies_in_the_cache(tmp_path: Path) -> None:
    fieldfont.make(sheet.SANS, tmp_path / "field.ttf")
    assert [file.name for file in tmp_path.iterdir()] == ["field.ttf"]


def test_a_character_that_the_font_lacks_is_a_question_mark(font: Path) -> None:
    loaded = fieldfont.load(font)
    assert loaded.encode("ᚠ") == loaded.encode("?")
    assert 0 not in loaded.encode(TYPED + "漢字")


def test_widths_are_those_of_the_source(font: Path) -> None:
    source = TTFont(sheet.SANS)
    advance = source["hmtx"][source.getBestCmap()[ord("Ң")]][0]
    assert fieldfont.load(font).width("Ң") == advance * 1000 / source["head"].unitsPerEm


def test_to_unicode_gives_each_glyph_its_letter_and_none_twice(font: Path) -> None:
    loaded = fieldfont.load(font)
    lines = fieldfont.to_unicode(loaded).decode("ascii").splitlines()
    pairs = [line for line in lines if line.startswith("<") and line.count("<") == 2]
    assert f"<{loaded.glyphs['Ң']:04x}> <04a2>" in pairs
    assert len({pair.split()[0] for pair in pairs}) == len(pairs) == len(set(loaded.glyphs.values()))
