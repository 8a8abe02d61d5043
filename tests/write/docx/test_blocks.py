"""Each core block gives the Word that it should."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn

from kalyp.model.core import (
    Block,
    Box,
    Break,
    Cell,
    Column,
    Contents,
    Field,
    FieldKind,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Phrase,
    Row,
    Run,
    Table,
    Wording,
)
from kalyp.write.docx.document import write
from kalyp.write.docx.styles import CELL_MARGIN
from kalyp.write.unwritable import Unwritable
from tests.write.docx.word import body, document, find, one, part, said, values
from tests.write.sample import Texts

KY = Texts(("ky",))
PAIR = Texts(("ky", "ru"))
MM = 1440 / 25.4


def say(text: str) -> Phrase:
    return KY(text, text, text)


def text(words: str) -> Paragraph:
    return Paragraph((say(words),))


def table(rows: tuple[Row, ...], widths: tuple[float, ...] = (1, 1), head: tuple[Row, ...] = (), style: str = "ruled") -> Table:
    return Table(tuple(Column(width) for width in widths), head, rows, say("Жадыбал"), "plain" if style == "plain" else "ruled")


def cells(*words: str) -> tuple[Cell, ...]:
    return tuple(Cell((text(each),)) for each in words)


# Headings and contents


@pytest.mark.parametrize(("level", "style"), [(1, "Title"), (2, "Heading1"), (3, "Heading2"), (5, "Heading4")])
def test_heading_has_style_number_and_bookmark(level: int, style: str) -> None:
    made = body(Heading(level, say("Мектеп"), "school-1", "2.1"))
    paragraph = one(made, f"//w:p[w:pPr/w:pStyle/@w:val='{style}']")
    assert said(paragraph) == "2.1\u00a0Мектеп"
    assert values(paragraph, "w:bookmarkStart", "w:name") == ["H_school_d1"]


def test_contents_is_a_field_with_its_entries_as_links_to_pages() -> None:
    headings = [Heading(level, say(f"Бөлүм {level}"), f"part-{level}", str(level)) for level in (1, 2, 3, 4)]
    made = body(Contents(say("Мазмуну"), depth=3), *headings)
    orders = [node.text.strip() for node in find(made, "//w:instrText") if node.text]
    assert orders == ['TOC \\o "1-2" \\h \\z', "PAGEREF H_part_d2 \\h", "PAGEREF H_part_d3 \\h"]
    assert values(made, "//w:hyperlink", "w:anchor") == ["H_part_d2", "H_part_d3"]
    assert values(made, "//w:p[w:hyperlink]/w:pPr/w:pStyle") == ["TOC1", "TOC2"]
    assert values(made, "//w:docPartGallery") == ["Table of Contents"]
    kinds = values(made, "//w:fldChar", "w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 3
    assert kinds[-1] == "end"
    assert "".join(node.text or "" for node in find(made, "//w:p[w:hyperlink]//w:t")) == "2\u00a0Бөлүм 23\u00a0Бөлүм 3"


def test_contents_show_the_chapters_in_bold_and_hang_out_their_first_lines() -> None:
    styles = part(write(document()), "word/styles.xml")
    assert values(styles, "//w:style[w:rPr/w:b][starts-with(@w:styleId, 'TOC')]", "w:styleId") == ["TOCHeading", "TOC1"]
    indents = [one(styles, f"//w:style[@w:styleId='TOC{level}']//w:ind") for level in (1, 2, 3)]
    lefts, hangs, rights = ([int(each.get(qn(f"w:{name}")) or 0) for each in indents] for name in ("left", "hanging", "right"))
    assert min(hangs) > 4 * MM
    assert min(rights) > 8 * MM
    assert [left - hang for left, hang in zip(lefts, hangs, strict=True)] == pytest.approx([0, 5 * MM, 10 * MM], abs=1)


def test_a_cover_has_a_large_title_and_air() -> None:
    parts = (Paragraph((say("Өлкө"),), "label"), Heading(1, say("Аталышы"), "title"), Paragraph((say("Эмне"),), "lead"))
    data = write(document(Box((*parts, Paragraph((say("1-басылыш"),), "note")), "cover")))
    assert values(part(data), "//w:p[.//w:t]/w:pPr/w:pStyle") == ["CoverLabel", "Title", "CoverLead", "Note"]
    styles = part(data, "word/styles.xml")
    assert values(styles, "//w:style[@w:styleId='Title']//w:sz") == ["42"]
    assert values(part(write(document(*parts)), "word/styles.xml"), "//w:style[@w:styleId='Title']//w:sz") == ["30"]
    assert int(values(styles, "//w:style[@w:styleId='CoverLead']//w:spacing", "w:after")[0]) > 30 * MM


def test_headings_in_cells_and_boxes_are_in_the_contents() -> None:
    inside = table((Row((Cell((Heading(3, say("Уячада"), "cell"),)), *cells("б"))),))
    made = body(Contents(say("Мазмуну"), depth=3), Box((Heading(2, say("Кутуда"), "box"), inside)))
    assert values(made, "//w:hyperlink", "w:anchor") == ["H_box", "H_cell"]


def test_long_anchors_stay_apart_and_in_words_limit() -> None:
    anchors = [f"{'бөлүм-' * 8}{number}" for number in (1, 2)]
    made = body(Contents(say("Мазмуну")), *(Heading(2, say("Бөлүм"), anchor) for anchor in anchors))
    named = [name for name in values(made, "//w:bookmarkStart", "w:name") if name.startswith("H_")]
    assert len(set(named)) == 2
    assert max(len(name) for name in named) <= 40
    assert values(made, "//w:hyperlink", "w:anchor") == named


# Text


def test_runs_keep_style_and_language() -> None:
    wording = Wording("ky", (Run("Сизге "), Run("керек", bold=True), Run(" калып", italic=True)))
    made = body(Paragraph((Phrase((wording,)),)))
    assert [node.text for node in find(made, "//w:t")] == ["Сизге ", "керек", " калып"]
    assert len(find(made, "//w:r[w:rPr/w:b]")) == 1
    assert len(find(made, "//w:r[w:rPr/w:i]")) == 1
    assert values(made, "//w:body//w:lang") == ["ky"] * 3


@pytest.mark.parametrize("style", ["body", "lead", "note", "label", "tick"])
def test_paragraph_has_its_style(style: str) -> None:
    made = body(Paragraph((say("Сөз"),), style))  # type: ignore[arg-type]
    assert values(made, "//w:p[.//w:t]/w:pPr/w:pStyle") == [style.capitalize()]


def test_second_language_is_a_new_line_in_italic() -> None:
    made = body(Paragraph((PAIR("Мектеп *гана*", "", "Только *школа*"),)), languages=("ky", "ru"))
    assert said(made) == "Мектеп гана\nТолько школа"
    assert [node.text for node in find(made, "//w:r[w:rPr/w:i]/w:t")] == ["гана", "Только "]
    assert values(made, "//w:r[w:t]/w:rPr/w:lang") == ["ky", "ky", "ru", "ru"]


def test_text_beside_a_field_keeps_its_line_in_both_languages() -> None:
    field = Field(FieldKind.TEXT, "school", say("Мектеп"))
    made = body(Paragraph((PAIR("Мектеп:", "", "Школа:"), field)), languages=("ky", "ru"))
    assert said(made) == "Мектеп: / Школа:"


def test_spaces_between_text_and_fields_are_the_writers() -> None:
    field, other = (Field(FieldKind.TEXT, name, say(name)) for name in ("a", "b"))
    made = body(Paragraph((say("Мен"), field, say(", мугалим ("), other, say(")"))))
    shown = [node.text for node in find(made, "//w:p[.//w:sdt]/w:r/w:t")]
    assert shown == ["Мен", " ", ", мугалим (", ")"]


def test_box_and_its_words_stay_on_one_line() -> None:
    items: list[Inline] = [Field(FieldKind.MARK, "age", say("Жаш"), "young"), say("отузга чейин")]
    items += [Field(FieldKind.MARK, "age", say("Жаш"), "old"), say("андан улуу")]
    made = body(Paragraph(tuple(items), "tick"))
    shown = "".join(node.text or "" for node in find(made, "//w:p[.//w:sdt]/w:r/w:t"))
    assert shown == "\u00a0отузга\u00a0чейин\u2003 \u00a0андан\u00a0улуу"


def test_boxes_with_words_too_long_for_a_line_stand_one_under_the_other_and_their_words_hang_beside_them() -> None:
    items: list[Inline] = []
    for value in ("young", "old"):
        items += [Field(FieldKind.MARK, "age", say("Жаш"), value), say("отузга чейин " * 3)]
    made = body(table((Row((Cell((Paragraph(tuple(items), "tick"),)), *cells("б"))),), (1, 3)))
    paragraphs = find(made, "//w:p[.//w:sdt]")
    assert [len(find(each, "w:sdt")) for each in paragraphs] == [1, 1]
    assert [len(find(each, "w:r/w:tab")) for each in paragraphs] == [1, 1]
    for name in ("w:left", "w:hanging"):
        assert values(made, "//w:p[.//w:sdt]/w:pPr/w:ind", name) == [str(round(8 * MM))] * 2


def test_a_choice_in_a_list_has_the_marker_before_its_box() -> None:
    pair = (Field(FieldKind.CHECK, "agreed", say("Макулмун"), "on"), say("макулмун"))
    paragraph = one(body(List((ListItem("1.", (Paragraph(pair, "tick"),)),))), "//w:p[.//w:sdt]")
    assert said(paragraph).split() == ["1.", "макулмун"]
    assert values(paragraph, "w:pPr/w:tabs/w:tab", "w:pos") == [str(round(8 * MM))]
    assert values(paragraph, "w:pPr/w:ind", "w:left") == values(paragraph, "w:pPr/w:ind", "w:hanging") == [str(round(16 * MM))]


def test_letters_are_held_to_their_number() -> None:
    made = body(text("2.1-форма, 10-класс, окуу-тарбия, 1-2"))
    assert said(one(made, "//w:body")) == "2.1-форма, 10-класс, окуу-тарбия, 1-2"
    assert len(find(made, "//w:noBreakHyphen")) == 2


def test_words_wider_than_their_cell_are_hyphenated_where_the_caller_says() -> None:
    lowered = document(table((Row(cells("калыптануучу", "сөз")),), (14, 166)))
    data = write(lowered, lambda language, word: [2, 6] if (language, word) == ("ky", "калыптануучу") else [])
    run = one(part(data), "//w:r[w:softHyphen]")
    assert [node.text for node in find(run, "w:t")] == ["ка", "лыпт", "ануучу"]
    assert not find(part(write(lowered)), "//w:softHyphen")


# Lists


def test_list_has_its_markers_as_text_hanging_out() -> None:
    inner = List((ListItem("а)", (text("ичинде"),)),))
    made = body(List((ListItem("1.", (text("биринчи"), text("уландысы"), inner)), ListItem("–", (text("экинчи"),)))))
    paragraphs = find(made, "//w:p[.//w:t]")
    assert [said(each).replace("\n", "|") for each in paragraphs] == ["1.|биринчи", "уландысы", "а)|ичинде", "–|экинчи"]
    lefts = values(made, "//w:p[.//w:t]/w:pPr/w:ind", "w:left")
    hangs = values(made, "//w:p[.//w:t]/w:pPr/w:ind", "w:hanging")
    step = str(round(8 * MM))
    assert lefts == [step, step, str(round(16 * MM)), step]
    assert hangs == [step, "0", step, step]


def test_item_that_begins_with_a_table_has_its_marker_above_and_the_table_indented() -> None:
    made = body(List((ListItem("1.", (table((Row(cells("а", "б")),)),)),)))
    marker = one(made, "//w:p[w:r/w:tab]")
    assert said(marker) == "1."
    assert values(made, "//w:tblPr/w:tblInd", "w:w") == [str(round(8 * MM))]
    assert sum(int(width) for width in values(made, "//w:gridCol", "w:w")) == pytest.approx(167 * MM, abs=2)


# Tables


def test_columns_share_the_room_between_the_margins() -> None:
    made = body(table((Row(cells("а", "б", "в")),), (10, 30, 60)))
    widths = [int(width) for width in values(made, "//w:gridCol", "w:w")]
    assert sum(widths) == round(175 * MM)
    assert widths == [int(width) for width in values(made, "//w:tcW", "w:w")]
    assert widths[1] == pytest.approx(3 * widths[0], abs=3)
    assert values(made, "//w:tblLayout", "w:type") == ["fixed"]


def test_nested_table_fills_its_cell() -> None:
    inner = table((Row(cells("в", "г")),))
    made = body(table((Row((*cells("а"), Cell((inner,)))),)))
    outer = int(values(made, "//w:body/w:tbl/w:tblGrid/w:gridCol", "w:w")[1])
    assert sum(int(width) for width in values(made, "//w:tc/w:tbl//w:gridCol", "w:w")) == pytest.approx(
        outer - 2 * CELL_MARGIN * MM, abs=3
    )
    assert one(made, "//w:tc[w:tbl]/*[last()]").tag == qn("w:p")


def test_rows_stay_whole_and_head_rows_stand_on_every_page() -> None:
    made = body(table((Row(cells("а", "б"), height=12),), head=(Row(cells("в", "г")), Row(cells("д", "е")))))
    assert len(find(made, "//w:tr/w:trPr/w:cantSplit")) == 3
    assert [bool(find(row, "w:trPr/w:tblHeader")) for row in find(made, "//w:tr")] == [True, True, False]
    height = one(made, "//w:trHeight")
    assert (height.get(f"{{{height.nsmap['w']}}}val"), values(made, "//w:trHeight", "w:hRule")) == (
        str(round(12 * MM)),
        ["atLeast"],
    )


def test_merged_cells_are_spans_in_both_directions() -> None:
    rows = (
        Row((Cell((text("а"),), columns=2, rows=2), *cells("б"))),
        Row(cells("в")),
        Row(cells("г", "д", "е")),
    )
    made = body(table(rows, (1, 1, 1)))
    first, second, third = find(made, "//w:tr")
    assert values(first, "w:tc[1]/w:tcPr/w:gridSpan") == ["2"]
    assert values(first, "w:tc[1]/w:tcPr/w:vMerge") == ["restart"]
    assert find(second, "w:tc[1]/w:tcPr/w:vMerge")
    assert values(second, "w:tc[1]/w:tcPr/w:gridSpan") == ["2"]
    assert said(second) == "в"
    assert len(find(third, "w:tc")) == 3


@pytest.mark.parametrize(
    "rows",
    [
        (Row(cells("а")),),
        (Row(cells("а", "б", "в")),),
        (Row((Cell((), rows=2), *cells("б"))),),
        (Row((Cell((), rows=2), *cells("б"))), Row((Cell((), columns=2),))),
        (),
    ],
    ids=["too few", "too many", "span below the end", "overlap", "no rows"],
)
def test_table_that_does_not_add_up_is_an_error(rows: tuple[Row, ...]) -> None:
    wrong = table(rows)
    with pytest.raises(Unwritable) as caught:
        write(document(wrong))
    assert caught.value.block is wrong


def test_turned_text_runs_bottom_up_in_a_row_high_enough() -> None:
    made = body(table((Row((Cell((text("калыптануучу"),), turned=True, head=True), *cells("б"))),)))
    assert values(made, "//w:textDirection") == ["btLr"]
    assert int(values(made, "//w:trHeight")[0]) > 15 * MM


def test_turned_text_has_no_margins_across_its_lines_and_lines_as_high_as_its_letters() -> None:
    data = write(document(table((Row((Cell((text("октябрь"),), turned=True), *cells("б"))),), (5, 170))))
    assert set(values(part(data), "//w:tc[w:tcPr/w:textDirection]/w:tcPr/w:tcMar/*", "w:w")) == {"0"}
    assert values(part(data), "//w:tc[w:tcPr/w:textDirection]//w:pStyle") == ["TurnedHead"]
    spacing = one(part(data, "word/styles.xml"), "//w:style[@w:styleId='TurnedHead']//w:spacing")
    assert [spacing.get(qn(f"w:{name}")) for name in ("before", "after", "lineRule")] == ["0", "0", "exact"]
    assert int(spacing.get(qn("w:line")) or 0) / 20 * 25.4 / 72 < 5


def test_a_narrow_column_has_narrow_margins() -> None:
    rows = (Row((Cell((text("1."),), centred=True), *cells("4.1", "сөз"))),)
    made = body(table(rows, (8, 11, 156)))
    assert [values(cell, "w:tcPr/w:tcMar/w:left", "w:w") for cell in find(made, "//w:tc")] == [["28"], ["51"], []]


def test_group_row_stays_with_the_next() -> None:
    made = body(table((Row((Cell((text("Топ"),), columns=2),), group=True), Row(cells("а", "б")))))
    first, second = find(made, "//w:tr")
    assert find(first, ".//w:keepNext")
    assert not find(second, ".//w:keepNext")


def test_centred_cells_and_labels() -> None:
    made = body(table((Row((Cell((text("а"),), centred=True), *cells("б"))),), style="plain"))
    assert values(made, "//w:jc") == ["center"]
    assert values(made, "//w:tblStyle") == ["Plain"]
    assert values(made, "//w:tblCaption") == ["Жадыбал"]


def test_heads_and_boxes_stand_in_the_middle_of_their_cells_and_texts_at_the_top() -> None:
    box = Cell((Field(FieldKind.CHECK, "agreed", say("Макулмун"), "on"),), centred=True)
    row = Row((Cell((text("1."),), centred=True), box))
    made = body(table((row,), head=(Row(cells("№", "сөз")),)))
    assert [bool(find(cell, "w:tcPr/w:vAlign[@w:val='center']")) for cell in find(made, "//w:tc")] == [True, True, False, True]


def test_only_heads_of_columns_are_bold() -> None:
    cell = Cell((text("Ким"),), head=True)
    band = Row((Cell((text("Топ"),), head=True, columns=2),), group=True)
    note = Cell((text("а"), Paragraph((say("б"),), "note")), head=True)
    data = write(document(table((band, Row((cell, cell))), head=(Row((note, *cells("в"))),))))
    assert values(part(data), "//w:tc//w:pStyle") == ["TableHead", "HeadNote", "TableHead", *["TableText"] * 3]
    bold = values(part(data, "word/styles.xml"), "//w:style[w:rPr/w:b]", "w:styleId")
    assert {"TableHead", "TurnedHead"} <= set(bold)
    assert not {"TableText", "HeadNote"} & set(bold)


def test_numbers_are_not_taken_apart() -> None:
    made = body(table((Row(cells("1.10.", "сөз 2")),)))
    assert [bool(find(cell, "w:tcPr/w:noWrap")) for cell in find(made, "//w:tc")] == [True, False]


def test_the_words_of_heads_stand_whole_in_the_columns_of_boxes() -> None:
    words = ("Төмөнкү", "Жогорку", "Төмен", "Жоғары", "уровень")
    head = Row(tuple(Cell((text(word),), head=True, centred=True) for word in words))
    lowered = document(table((Row(cells(*words)),), (14, 14, 14, 14, 119), (head,)))
    made = part(write(lowered, lambda _, word: range(2, len(word) - 1)))
    assert not find(one(made, "//w:tr[w:trPr/w:tblHeader]"), ".//w:softHyphen")


def test_tables_that_follow_one_another_stay_two() -> None:
    rows = (Row(cells("а", "б")),)
    made = one(body(table(rows), table(rows)), "//w:body")
    assert [child.tag for child in made] == [qn(f"w:{tag}") for tag in ("tbl", "p", "tbl", "p", "sectPr")]


# Boxes, breaks, the rest


def test_note_is_a_frame_that_stays_whole() -> None:
    made = body(Box((text("Эскертүү"),)))
    assert values(made, "//w:tblStyle") == ["Frame"]
    assert len(find(made, "//w:tbl/w:tr")) == len(find(made, "//w:cantSplit")) == len(find(made, "//w:tc")) == 1


def test_cover_fills_a_page_of_its_own_without_a_foot() -> None:
    cover = Box((Heading(1, say("Аталышы"), "title"),), "cover")
    made = body(cover, Break(), text("Башы"))
    assert len(find(made, "//w:pageBreakBefore")) == 1
    assert find(made, "//w:sectPr/w:titlePg")
    assert not find(body(text("Башы")), "//w:sectPr/w:titlePg")
    assert len(find(body(text("Башы"), cover), "//w:pageBreakBefore")) == 1  # no empty page after it
    assert len(find(body(text("Башы"), cover, text("Аягы")), "//w:pageBreakBefore")) == 2


@pytest.mark.parametrize("right", [False, True])
def test_break_begins_a_new_page(right: bool) -> None:
    made = body(text("а"), Break(right), text("б"))
    assert [said(each) for each in find(made, "//w:p")] == ["а", "", "б"]
    assert find(made, "//w:p[2]/w:pPr/w:pageBreakBefore")


@pytest.mark.parametrize(
    "block",
    [
        Heading(6, say("Терең"), "deep"),
        Field(FieldKind.MARK, "level", say("Деңгээл")),
        Field(FieldKind.TEXT, "a:b", say("Ат")),
        "text",
    ],
    ids=["heading too deep", "mark without value", "colon in a name", "no block"],
)
def test_what_cannot_be_written_is_an_error_with_the_block(block: Block) -> None:
    with pytest.raises(Unwritable) as caught:
        write(document(text("а"), block))
    assert caught.value.block == block


def test_break_in_a_cell_is_an_error() -> None:
    with pytest.raises(Unwritable):
        write(document(table((Row((Cell((Break(),)), *cells("б"))),))))


def test_same_field_or_anchor_twice_is_an_error() -> None:
    field = Field(FieldKind.TEXT, "school", say("Мектеп"))
    heading = Heading(2, say("Мектеп"), "school")
    with pytest.raises(Unwritable):
        write(document(field, field))
    with pytest.raises(Unwritable):
        write(document(heading, heading))
