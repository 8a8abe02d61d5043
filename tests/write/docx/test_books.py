"""What books have and forms have not: figures, captions, links, unlisted headings, paper that changes, fields for a pen."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator
from PIL import Image

from kalyp.model.core import (
    Arrow,
    Block,
    Box,
    Break,
    Caption,
    Cell,
    Column,
    Contents,
    Field,
    FieldKind,
    Figure,
    Heading,
    List,
    ListItem,
    Lowered,
    Node,
    Paragraph,
    Phrase,
    Row,
    Run,
    Table,
    Wording,
)
from kalyp.write.docx.document import write
from kalyp.write.figure import Painter
from kalyp.write.unwritable import Unwritable
from tests.support import need
from tests.write.docx.word import body, convert, document, find, one, part, said, values
from tests.write.sample import LANDSCAPE, Texts

KY = Texts(("ky",))
MM = 1440 / 25.4


def say(text: str) -> Phrase:
    return KY(text, text, text)


def text(words: str) -> Paragraph:
    return Paragraph((say(words),))


def link(words: str, to: str) -> Paragraph:
    return Paragraph((Phrase((Wording("ky", (Run("Карагыла: "), Run(words, link=to), Run("."))),)),))


def table(rows: int = 1, *, anchor: str = "", caption: Caption | None = None, cell: tuple[Block, ...] = ()) -> Table:
    cells = (Cell((text("Уяча"), *cell)), Cell((text("Экинчи"),)))
    return Table((Column(1), Column(1)), (), tuple(Row(cells) for _ in range(rows)), say("Жадыбал"), "ruled", caption, anchor)


def diagram(caption: Caption | None = None, anchor: str = "connections") -> Figure:
    nodes = (Node("a", say("Байкоо"), 1, 1), Node("b", say("Маек"), 1, 2))
    return Figure(nodes, (Arrow("a", "b"),), say("Байкоодон кийин маек болот."), anchor, caption)


def book(languages: tuple[str, ...] = ("ky",)) -> Lowered:
    """A book of several papers with all that only books have."""
    t = Texts(languages)
    label = t("{number}-жадыбал.", "{number}-кесте.", "Таблица {number}.")
    blocks: tuple[Block, ...] = (
        Box((Heading(1, t("Колдонмо", "Нұсқаулық", "Руководство"), "title", listed=False),), "cover"),
        Contents(t("Мазмуну", "Мазмұны", "Содержание"), depth=3),
        Break(right=True),
        Heading(2, t("Куралдар", "Құралдар", "Инструменты"), "tools-chapter", "1"),
        diagram(Caption("figure", 1, label, t("Байланыштар", "Байланыстар", "Связи"))),
        replace(table(9, anchor="tools"), caption=Caption("table", 1, label, t("Куралдар", "Құралдар", "Инструменты"))),
        Break(page=LANDSCAPE),
        Heading(2, t("Өтүнмө", "Өтінім", "Заявка"), "request"),
        table(3),
        Break(),
        Heading(2, t("Тиркеме", "Қосымша", "Приложение"), "appendix"),
        Heading(3, t("Калып", "Қалып", "Форма"), "form", listed=False),
        Paragraph((t("Мектеп:", "Мектеп:", "Школа:"), Field(FieldKind.TEXT, "school", t("Мектеп", "Мектеп", "Школа")))),
        Field(FieldKind.MARK, "level", t("Деңгээл", "Деңгей", "Уровень"), "low"),
        Field(FieldKind.LINES, "why", t("Себеби", "Себебі", "Причина"), lines=3),
    )
    return replace(document(*blocks, languages=languages), fillable=False)


# Captions and links


def test_a_caption_has_its_number_as_a_field_that_word_counts() -> None:
    made = body(table(caption=Caption("table", 7, say("{number}-жадыбал."), say("Куралдар"))))
    caption = one(made, "//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    assert said(caption) == "7-жадыбал. Куралдар"
    assert [(each.text or "").strip() for each in find(caption, ".//w:instrText")] == ["SEQ Table \\* ARABIC"]
    assert one(caption, "w:r[w:rPr/w:b]/w:t[.='7']") is not None


def test_both_languages_of_a_caption_have_the_same_number() -> None:
    t = Texts(("ky", "ru"))
    label = t("{number}-жадыбал.", "", "Таблица {number}.")
    made = body(table(caption=Caption("table", 7, label, t("Куралдар", "", "Инструменты"))), languages=("ky", "ru"))
    assert said(one(made, "//w:p[w:pPr/w:pStyle/@w:val='Caption']")) == "7-жадыбал. Куралдар\nТаблица 7. Инструменты"
    orders = [(each.text or "").strip() for each in find(made, "//w:instrText")]
    assert orders == ["SEQ Table \\* ARABIC", "SEQ Table \\c"]


def test_the_caption_of_a_table_stands_above_and_stays_with_it() -> None:
    made = one(body(table(caption=Caption("table", 1, say("{number}-жадыбал."), say("Куралдар")), anchor="tools")), "//w:body")
    caption, below = made[0], made[1]
    assert below.tag == qn("w:tbl")
    assert find(caption, "w:pPr/w:keepNext")
    assert values(caption, "w:bookmarkStart", "w:name") == ["H_tools"]


def test_the_caption_of_a_figure_stands_below_and_stays_with_it(painter: Painter) -> None:
    caption = Caption("figure", 1, say("{number}-сүрөт."), say("Байланыштар"))
    data = write(document(diagram(caption)), painter=painter)
    picture, below, *_ = find(part(data), "//w:body/w:p")
    assert find(picture, ".//w:drawing")
    assert values(picture, "w:pPr/w:pStyle") == ["Figure"]  # a style that stays with the next paragraph
    assert find(part(data, "word/styles.xml"), "//w:style[@w:styleId='Figure']/w:pPr/w:keepNext")
    assert said(below) == "1-сүрөт. Байланыштар"


def test_links_lead_to_headings_tables_and_figures(painter: Painter) -> None:
    targets = (Heading(2, say("Бөлүм"), "part-1"), table(anchor="tools"), diagram())
    data = write(document(*targets, *(link("ушуну", to) for to in ("part-1", "tools", "connections"))), painter=painter)
    links = find(part(data), "//w:hyperlink")
    assert [said(each) for each in links] == ["ушуну"] * 3
    names = values(part(data), "//w:hyperlink", "w:anchor")
    assert names == values(part(data), "//w:bookmarkStart", "w:name") == ["H_part_d1", "H_tools", "H_connections"]
    assert said(find(part(data), "//w:p[w:hyperlink]")[0]) == "Карагыла: ушуну."


def test_a_link_in_a_heading_is_no_link_within_the_link_of_the_contents() -> None:
    words = Phrase((Wording("ky", (Run("Форма "), Run("2.1", link="part"))),))
    made = body(Contents(say("Мазмуну")), Heading(2, words, "part"))
    assert not find(made, "//w:hyperlink//w:hyperlink")
    assert len(find(made, "//w:hyperlink")) == 2


@pytest.mark.parametrize("wrong", [link("ушуну", "nowhere"), List((ListItem("–", (link("ушуну", "nowhere"),)),))])
def test_a_link_to_nowhere_is_an_error(wrong: Block) -> None:
    with pytest.raises(Unwritable, match="nowhere"):
        body(Heading(2, say("Бөлүм"), "part"), wrong)


def test_the_same_anchor_at_a_heading_and_a_table_is_an_error() -> None:
    with pytest.raises(Unwritable):
        body(Heading(2, say("Бөлүм"), "tools"), table(anchor="tools"))


# Figures


def test_a_figure_is_a_picture_as_wide_as_the_text_that_says_what_it_shows(painter: Painter) -> None:
    data = write(document(diagram()), painter=painter)
    inline = one(part(data), "//wp:inline")
    assert one(inline, "wp:docPr").get("descr") == "Байкоодон кийин маек болот."
    relation = one(inline, ".//a:blip").get(qn("r:embed")) or ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        dots = Image.open(io.BytesIO(archive.read(f"word/media/{relation}.png"))).width
    width = int(one(inline, "wp:extent").get("cx") or 0) / 36000
    assert width == pytest.approx(175, abs=1)
    assert dots / width * 25.4 == pytest.approx(220, abs=1)


def test_a_figure_higher_than_the_page_is_made_smaller(painter: Painter) -> None:
    high = replace(diagram(), nodes=tuple(Node(f"n{row}", say("Байкоо"), row, 1) for row in range(1, 41)), arrows=())
    extent = one(part(write(document(high), painter=painter)), "//wp:inline/wp:extent")
    width, height = (int(extent.get(side) or 0) / 36000 for side in ("cx", "cy"))
    assert 200 < height < 297 - 15 - 18
    assert width < 100


def test_a_figure_that_nobody_paints_is_an_error() -> None:
    wanted = diagram()
    with pytest.raises(Unwritable) as caught:
        write(document(wanted))
    assert caught.value.block is wanted


# Contents and sections


def test_headings_that_are_not_listed_are_headings_below_all_that_contents_collect() -> None:
    headings = [Heading(level, say(f"Бөлүм {level}"), f"part-{level}") for level in (2, 3)]
    inner = [Heading(level, say(f"Ичинде {level}"), f"inner-{level}", listed=False) for level in (2, 3, 4, 5)]
    data = write(document(Contents(say("Мазмуну"), depth=5), *headings, *inner))
    assert values(part(data), "//w:hyperlink", "w:anchor") == ["H_part_d2", "H_part_d3"]
    used = values(part(data), "//w:p[w:bookmarkStart]/w:pPr/w:pStyle")
    levels = [int(values(part(data, "word/styles.xml"), f"//w:style[@w:styleId='{style}']//w:outlineLvl")[0]) for style in used]
    assert levels == [0, 1, 4, 5, 6, 7]
    names = [values(part(data, "word/styles.xml"), f"//w:style[@w:styleId='{style}']/w:name")[0] for style in used]
    assert [name.startswith("heading ") for name in names] == [True, True, False, False, False, False]


def test_a_break_to_another_paper_begins_a_section_and_the_next_goes_back() -> None:
    made = body(text("а"), Break(page=LANDSCAPE), text("б"), Break(page=LANDSCAPE), text("в"), Break(), text("г"))
    assert values(made, "//w:pgSz", "w:orient") == ["portrait", "landscape", "portrait"]
    assert len(find(made, "//w:pageBreakBefore")) == 1  # between the two of the same paper
    assert one(made, "//w:body")[-1].tag == qn("w:sectPr")


def test_every_paper_has_a_foot_as_wide_as_its_text() -> None:
    data = write(document(text("а"), Break(page=LANDSCAPE), text("б"), Break(), text("в")))
    relations = values(part(data), "//w:footerReference", "r:id")
    assert relations[0] == relations[2] != relations[1]
    usual, wide = part(data, "word/footer1.xml"), part(data, "word/footer2.xml")
    assert said(usual) == said(wide)
    assert values(wide, "//w:tab[@w:val='right']", "w:pos") == [str(round(267 * MM))]
    assert values(wide, "//w:tab[@w:val='clear']", "w:pos") == values(
        part(data, "word/styles.xml"), "//w:style[@w:styleId='Footer']//w:tab", "w:pos"
    )


def test_a_cover_before_another_paper_leaves_no_empty_page() -> None:
    made = body(Box((Heading(1, say("Аталышы"), "title"),), "cover"), Break(page=LANDSCAPE), text("а"))
    assert not find(made, "//w:pageBreakBefore")
    assert [bool(find(section, "w:titlePg")) for section in find(made, "//w:sectPr")] == [True, False]


def test_each_section_of_a_form_to_fill_is_locked_around_its_controls() -> None:
    field = Field(FieldKind.TEXT, "school", say("Мектеп"))
    made = body(field, Break(page=LANDSCAPE), text("а"))
    assert len(find(made, "//w:body/w:sdt[w:sdtPr/w:group]")) == 2
    assert len(find(made, "//w:body/w:p/w:pPr/w:sectPr")) == 1


# Fields for a pen


def test_fields_of_a_book_are_blanks_without_controls() -> None:
    fields = (
        Paragraph((say("Мектеп:"), Field(FieldKind.TEXT, "school", say("Мектеп")))),
        Paragraph((Field(FieldKind.CHECK, "agreed", say("Макулмун"), "on"), say("макулмун")), "tick"),
        Field(FieldKind.LINES, "why", say("Себеби"), lines=3),
        Field(FieldKind.DATE, "day", say("Күнү")),
    )
    made = part(write(replace(document(*fields, *fields), fillable=False)))
    assert not find(made, "//w:sdt | //w:bookmarkStart")
    blanks = ["".join(str(piece) for piece in each.itertext()) for each in find(made, "//w:r[w:rPr/w:rStyle/@w:val='Blank']")]
    assert len(blanks) == 8
    assert set(blanks[0]) == {"_"}
    assert blanks[1] == "☐"
    assert values(made, "//w:trHeight") == [str(round(24 * MM))] * 2
    assert said(one(made, "//w:body")).split() == ["Мектеп:", "макулмун"] * 2


@pytest.mark.parametrize("kind", [FieldKind.CHECK, FieldKind.MARK])
def test_boxes_of_a_sample_are_crossed(kind: FieldKind) -> None:
    fields = tuple(Field(kind, "agreed", say("Макулмун"), value, ticked=value == "yes") for value in ("yes", "no"))
    made = part(write(replace(document(*fields), fillable=False)))
    assert [node.text for node in find(made, "//w:r[w:rPr/w:rStyle/@w:val='Blank']/w:t")] == ["☒", "☐"]


# Short tables


@pytest.mark.parametrize(("rows", "whole"), [(5, True), (8, True), (9, False)])
def test_a_short_table_stays_on_one_page(rows: int, whole: bool) -> None:
    made = find(body(table(rows)), "//w:tr")
    kept = [len(find(row, ".//w:p[w:pPr/w:keepNext]")) == len(find(row, ".//w:p")) for row in made]
    assert kept == [whole] * (rows - 1) + [False]


@pytest.mark.parametrize(("height", "whole"), [(0, True), (24, True), (32, False)])
def test_a_table_of_few_rows_with_room_for_a_pen_may_break(height: float, whole: bool) -> None:
    lines = Field(FieldKind.LINES, "why", say("Себеби"), lines=int(height) // 8)
    rows = (Row((Cell((text("а"),)), Cell((text("а"),))), height),) * 2
    tables = [replace(table(), body=(*rows, Row((Cell((text("а"),)), Cell((lines,)) if height else Cell(()))))) for _ in "а"]
    assert bool(find(body(*tables), "//w:keepNext")) == whole


def test_words_that_lead_to_a_list_or_table_stay_with_it() -> None:
    items = List((ListItem("–", (text("биринчи"),)), ListItem("–", (text("экинчи"),))))
    made = body(text("Ал:"), items, text("Ал."), items, text("Карта"), table(9), text("Аягы"))
    kept = [said(each).replace("\n", "") for each in find(made, "//w:p[.//w:t][w:pPr/w:keepNext]")]
    assert kept == ["Ал:", "–биринчи", "Карта"]


def test_a_heading_stays_with_the_first_items_of_its_list() -> None:
    items = List(tuple(ListItem("–", (text(word),)) for word in ("биринчи", "экинчи", "үчүнчү")))
    made = body(Heading(2, say("Бөлүм"), "part"), items)
    assert [said(each).split()[-1] for each in find(made, "//w:p[.//w:t][w:pPr/w:keepNext]")] == ["биринчи"]


def test_what_stands_within_a_short_table_stays_with_it() -> None:
    inner = table(2)
    made = body(replace(table(1), body=(Row((Cell((inner,)), Cell(()))), Row((Cell((text("а"),)), Cell(()))))))
    first, last = find(made, "//w:body/w:tbl/w:tr")
    assert len(find(first, ".//w:p")) == len(find(first, ".//w:p[w:pPr/w:keepNext]")) == 6
    assert not find(last, ".//w:keepNext")


# The file


@pytest.mark.parametrize("languages", [("ky",), ("kk", "ru")], ids="+".join)
def test_a_book_is_valid_office_open_xml(painter: Painter, languages: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "book.docx"
    file.write_bytes(write(book(languages), painter=painter))
    result = OpenXmlValidator().validate(file)
    assert not [str(error) for error in result.errors]
    assert result.is_valid


def test_the_same_book_gives_the_same_bytes_whether_its_pictures_were_kept_or_not(painter: Painter, tmp_path: Path) -> None:
    fresh = write(book(), painter=painter)
    keeping = Painter(painter.metrics, tmp_path)
    assert write(book(), painter=keeping) == fresh
    assert write(book(), painter=keeping) == fresh


def test_numbers_of_bookmarks_and_pictures_are_unique(painter: Painter) -> None:
    data = part(write(document(diagram(), diagram(anchor="again"), Heading(2, say("Бөлүм"), "part")), painter=painter))
    assert len(set(values(data, "//w:bookmarkStart", "w:id"))) == 3
    assert [each.get("id") for each in find(data, "//wp:docPr")] == ["1", "2"]


def test_libreoffice_shows_the_pictures_and_turns_the_paper(painter: Painter, tmp_path: Path) -> None:
    need("soffice")
    pdf = pypdfium2.PdfDocument(io.BytesIO(convert(write(book(), painter=painter), "pdf", tmp_path)))
    sizes = [tuple(round(length * 25.4 / 72) for length in page.get_size()) for page in pdf]
    assert sizes == [(210, 297)] * 3 + [(297, 210), (210, 297)]
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert ["беттин" in shown for shown in pages] == [False, True, True, True, True]  # the cover has no foot
    pictures = [len(list(page.get_objects(filter=[3]))) for page in pdf]
    assert pictures == [0, 0, 1, 0, 0]


def test_libreoffice_counts_captions_as_the_model_does(painter: Painter, tmp_path: Path) -> None:
    need("soffice")
    saved = part(convert(write(book(), painter=painter), "docx", tmp_path))
    captions = find(saved, "//w:p[.//w:instrText[contains(., 'SEQ')]]")
    assert [said(each) for each in captions] == ["1-жадыбал. Байланыштар", "1-жадыбал. Куралдар"]
    orders = [(each.text or "").strip() for each in find(saved, "//w:instrText") if "SEQ" in (each.text or "")]
    assert orders == ["SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC"]
