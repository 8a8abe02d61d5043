"""The file as a whole: words, page, foot, languages, styles, properties, validity, same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator

from kalyp.loop.model import Origin
from kalyp.model.core import Contents, Lowered, Page
from kalyp.write.docx.document import write
from kalyp.write.docx.package import CUSTOM
from kalyp.write.docx.read import properties
from kalyp.write.stamp import stamped
from tests.support import need
from tests.write.docx.word import convert, find, one, part, said, values
from tests.write.sample import LANDSCAPE, PORTRAIT, every_block, words

MM = 1440 / 25.4
EDITIONS = [("ky",), ("kk",), ("ru",), ("ky", "ru"), ("kk", "ru")]


def sample(languages: tuple[str, ...] = ("ky",)) -> Lowered:
    return every_block(languages)


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_the_words_of_the_file_are_the_words_of_the_model(languages: tuple[str, ...]) -> None:
    lowered = sample(languages)
    shown = said(one(part(write(lowered)), "//w:body")).split()
    assert [word for word in shown if word != "/"] == words(lowered)


@pytest.mark.parametrize("page", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("languages", [("ky",), ("kk", "ru")], ids="+".join)
def test_the_file_is_valid_office_open_xml(languages: tuple[str, ...], page: Page, tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(write(replace(sample(languages), page=page)))
    result = OpenXmlValidator().validate(file)
    assert not [str(error) for error in result.errors]
    assert result.is_valid


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write(sample()) == write(sample())


def test_parts_bear_the_edition_s_date_and_nothing_superfluous_is_there() -> None:
    with zipfile.ZipFile(io.BytesIO(write(sample()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 9, 1, 0, 0, 0)}
        names = archive.namelist()
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert not [name for name in names if "Effects" in name or "thumbnail" in name or "numbering" in name]


def test_page_is_as_the_model_says() -> None:
    section = one(part(write(replace(sample(), page=LANDSCAPE))), "//w:sectPr")
    size, margins = one(section, "w:pgSz"), one(section, "w:pgMar")
    assert size.get(qn("w:orient")) == "landscape"
    for name, millimetres in (("w", 297), ("h", 210)):
        assert int(size.get(qn(f"w:{name}")) or 0) == pytest.approx(millimetres * MM, abs=1)
    for name, millimetres in (("top", 15), ("right", 15), ("bottom", 18), ("left", 15)):
        assert int(margins.get(qn(f"w:{name}")) or 0) == pytest.approx(millimetres * MM, abs=1)


def test_foot_has_its_words_and_real_page_numbers_a_line_a_language() -> None:
    foot = part(write(sample(("ky", "ru"))), "word/footer1.xml")
    orders = [(node.text or "").strip() for node in find(foot, "//w:instrText")]
    assert orders == ["NUMPAGES", "PAGE", "PAGE", "NUMPAGES"]
    assert said(foot).split("\n")[0] == "2.1-калып, 3-басылыш"
    assert "страница 1 из 1" in said(foot)
    assert {node.text for node in find(foot, "//w:r[w:rPr/w:i]/w:t")} >= {"Форма 2.1, издание 3", "страница "}


def test_every_text_run_of_the_content_says_its_language() -> None:
    tree = part(write(sample(("kk", "ru"))))
    assert set(values(tree, "//w:r/w:rPr/w:lang")) == {"kk", "ru"}
    assert values(part(write(sample(("kk",))), "word/styles.xml"), "//w:docDefaults//w:lang") == ["kk"]


def test_nothing_is_coloured_or_tinted() -> None:
    data = write(sample())
    for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        tree = part(data, name)
        assert not find(tree, "//w:shd | //w:color | //w:highlight")
        assert set(values(tree, "//*[@w:color]", "w:color")) <= {"000000"}


def test_every_style_that_is_used_is_defined_in_arial() -> None:
    data = write(sample(("ky", "ru")))
    styles = part(data, "word/styles.xml")
    defined = set(values(styles, "//w:style", "w:styleId"))
    used = {style for name in ("word/document.xml", "word/footer1.xml") for style in _used(part(data, name))}
    assert used <= defined
    assert {"Title", "Heading1", "Heading2", "Heading3", "Body", "CoverLead", "Note", "Label", "TableText"} <= used
    assert values(styles, "//w:rFonts", "w:ascii") == ["Arial"]


def _used(tree: etree._Element) -> list[str]:
    return values(tree, "//w:pStyle | //w:tblStyle | //w:rStyle")


def test_letters_are_smaller_on_a_small_page() -> None:
    sizes = [
        [int(size) for size in values(part(write(replace(sample(), page=page)), "word/styles.xml"), "//w:style//w:sz")]
        for page in (PORTRAIT, Page(148, 210, (10, 12, 14, 12)))
    ]
    assert all(small < normal or normal <= 4 for normal, small in zip(*sizes, strict=True))


def test_a_sheet_for_the_wall_is_set_more_densely() -> None:
    sheets = [part(write(replace(sample(), kind=kind)), "word/styles.xml") for kind in ("form", "sheet")]
    for path, name in (
        ("//w:style[@w:styleId='TableText']//w:sz", "w:val"),
        ("//w:style[@w:styleId='Ruled']//w:left[@w:w]", "w:w"),
    ):
        usual, dense = (int(values(sheet, path, name)[0]) for sheet in sheets)
        assert dense < usual


def test_properties_tell_of_the_document_and_of_no_person() -> None:
    core = docx.Document(io.BytesIO(write(sample(("ky", "ru"))))).core_properties
    assert core.title == "Мугалимдин өзүн-өзү баалоосу / Самооценка учителя"
    assert core.subject == "Кесиптик өсүү / Профессиональное развитие"
    assert core.author == core.last_modified_by == "Kalyp"
    assert core.created is not None
    assert core.created.replace(tzinfo=None) == datetime(2025, 9, 1)
    assert core.modified == core.created
    assert core.language == "ky"


def test_the_file_says_what_it_was_made_as() -> None:
    data = write(sample(("ky", "ru")))
    assert stamped(properties(part(data, CUSTOM))) == Origin("forms/kg/2.1", "3", "ky+ru")


def test_libreoffice_keeps_what_the_file_was_made_as(tmp_path: Path) -> None:
    need("soffice")
    data = convert(write(sample(("kk",))), "docx", tmp_path)
    assert stamped(properties(part(data, CUSTOM))) == Origin("forms/kg/2.1", "3", "kk")


def test_word_asks_to_update_the_contents_and_nothing_where_there_are_none() -> None:
    book = sample()
    form = replace(book, blocks=tuple(block for block in book.blocks if not isinstance(block, Contents)))
    for document, wanted in ((book, 1), (form, 0)):
        data = write(document)
        assert len(find(part(data, "word/settings.xml"), "//w:updateFields[@w:val='true']")) == wanted
        assert not find(part(data, "word/settings.xml"), "//w:documentProtection")
        assert not find(part(data), "//w:fldChar[@w:dirty]")
