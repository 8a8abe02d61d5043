"""Each kind of field gives a content control that a person can fill and a program can read."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn
from lxml import etree

from kalyp.model.core import Block, Box, Cell, Column, Field, FieldKind, Paragraph, Phrase, Row, Table
from kalyp.write.docx.names import field_name
from kalyp.write.docx.styles import BODY_POINTS
from tests.write.docx.word import body, find, one, values
from tests.write.sample import Texts

MM = 1440 / 25.4
KY = Texts(("ky",))


def field(kind: FieldKind, name: str = "school", value: str = "", *, width: float = 0, lines: int = 1) -> Field:
    return Field(kind, name, KY("Мектеп", "", ""), value, width, lines)


def cell_of(*blocks: Block, style: str = "ruled", height: float = 0) -> Table:
    row = Row((Cell(blocks), Cell(())), height)
    return Table((Column(1), Column(1)), (), (row,), KY("Жадыбал", "", ""), "plain" if style == "plain" else "ruled")


def control(made: etree._Element) -> etree._Element:
    return one(made, "//w:sdt[w:sdtPr/w:tag]")


@pytest.mark.parametrize(
    ("kind", "type_of_control"),
    [(FieldKind.TEXT, "w:text[not(@w:multiLine)]"), (FieldKind.LINES, "w:text[@w:multiLine='1']"), (FieldKind.DATE, "w:date")],
)
def test_text_control_has_name_label_lock_and_type(kind: FieldKind, type_of_control: str) -> None:
    made = control(body(field(kind, "full-name.1")))
    assert values(made, "w:sdtPr/w:tag") == ["full-name.1"]
    assert values(made, "w:sdtPr/w:alias") == ["Мектеп"]
    assert values(made, "w:sdtPr/w:lock") == ["sdtLocked"]
    assert find(made, "w:sdtPr/w:showingPlcHdr")
    assert find(made, f"w:sdtPr/{type_of_control}")


def test_empty_controls_show_no_words() -> None:
    alone, in_line = body(field(FieldKind.TEXT)), body(Paragraph((KY("Мектеп:", "", ""), field(FieldKind.TEXT, width=60))))
    assert one(control(alone), ".//w:t").text == "\u2002" * 8
    shown = one(control(in_line), ".//w:t").text or ""
    assert set(shown) == {"_"}
    assert len(shown) * BODY_POINTS * 0.556 * 25.4 / 72 == pytest.approx(60, abs=2.5)


def test_bookmark_around_a_control_says_its_name() -> None:
    made = control(body(field(FieldKind.TEXT, "level.12")))
    start, end = made.getprevious(), made.getnext()
    assert start is not None
    assert end is not None
    assert (start.tag, start.get(qn("w:name"))) == (qn("w:bookmarkStart"), "F_level_p12")
    assert (end.tag, end.get(qn("w:id"))) == (qn("w:bookmarkEnd"), start.get(qn("w:id")))


@pytest.mark.parametrize(
    ("kind", "value", "tag", "bookmark"),
    [(FieldKind.CHECK, "on", "level.1", "F_level_p1"), (FieldKind.MARK, "low", "level.1:low", "F_level_p1_vlow")],
)
def test_box_is_a_check_box_big_enough_for_a_pen(kind: FieldKind, value: str, tag: str, bookmark: str) -> None:
    whole = body(field(kind, "level.1", value))
    made = control(whole)
    assert values(made, "w:sdtPr/w:tag") == [tag]
    assert values(whole, "//w:bookmarkStart", "w:name") == [bookmark]
    assert values(made, "w:sdtPr/w14:checkbox/w14:checked", "w14:val") == ["0"]
    assert values(made, "w:sdtPr/w14:checkbox/*[@w14:font]", "w14:val") == ["2612", "2610"]
    assert one(made, ".//w:t").text == "☐"
    assert values(made, ".//w:rPr/w:rFonts", "w:ascii") == ["MS Gothic"] * 2
    assert all(int(size) / 2 * 0.717 * 25.4 / 72 >= 5 for size in values(made, ".//w:rPr/w:sz"))  # 0.717: DejaVu's box
    assert not find(made, "w:sdtPr/w:showingPlcHdr")


def test_numbers_of_controls_are_unique() -> None:
    marks = [field(FieldKind.MARK, "level", value) for value in ("low", "middle", "high")]
    made = body(*marks, field(FieldKind.TEXT))
    assert values(made, "//w:sdtPr[w:tag]/w:id") == ["1", "2", "3", "4"]


def test_what_word_cannot_hold_is_shortened_or_left_to_the_bookmark() -> None:
    label: Phrase = KY("Мектеп " * 20, "", "")
    made = body(Field(FieldKind.TEXT, "n" * 70, label))
    assert len(values(made, "//w:alias")[0]) <= 64
    assert not find(made, "//w:tag")
    assert field_name(values(made, "//w:bookmarkStart", "w:name")) == "n" * 70


def test_lines_alone_have_a_frame_as_high_as_the_lines() -> None:
    made = body(field(FieldKind.LINES, lines=3))
    assert values(made, "//w:tblStyle") == ["Frame"]
    assert values(made, "//w:trHeight") == [str(round(24 * MM))]


def test_lines_alone_in_a_cell_make_its_row_high() -> None:
    made = body(cell_of(field(FieldKind.LINES, lines=3), height=10))
    assert len(find(made, "//w:tbl")) == 1
    assert values(made, "//w:trHeight") == [str(round(24 * MM))]


@pytest.mark.parametrize("paragraph", [False, True])
def test_lines_under_a_label_in_a_cell_or_box_have_room_without_a_second_frame(paragraph: bool) -> None:
    label, lines = KY("Пикир", "", ""), field(FieldKind.LINES, lines=2)
    blocks: tuple[Block, ...] = (Paragraph((label, lines)),) if paragraph else (Paragraph((label,)), lines)
    for made in (body(cell_of(*blocks)), body(Box(blocks))):
        inner = one(made, "//w:tc/w:tbl")
        assert values(inner, "w:tblPr/w:tblStyle") == ["Room"]
        assert values(inner, ".//w:trHeight") == [str(round(16 * MM))]


def test_field_without_a_frame_around_has_a_rule_to_write_on() -> None:
    assert find(body(field(FieldKind.TEXT)), "//w:pBdr/w:bottom")
    assert find(body(cell_of(field(FieldKind.TEXT), style="plain")), "//w:pBdr/w:bottom")
    assert not find(body(cell_of(field(FieldKind.TEXT))), "//w:pBdr")
    right = values(body(field(FieldKind.TEXT, width=75)), "//w:p[w:pPr/w:pBdr]/w:pPr/w:ind", "w:right")
    assert right == [str(round(100 * MM))]


def test_all_but_the_controls_is_locked() -> None:
    made = body(Paragraph((KY("Мектеп", "", ""),)), field(FieldKind.TEXT))
    group = one(made, "//w:body/w:sdt")
    assert values(group, "w:sdtPr/w:lock") == ["contentLocked"]
    assert find(group, "w:sdtPr/w:group")
    assert find(group, "w:sdtContent//w:sdt[w:sdtPr/w:tag]")
    assert [child.tag for child in one(made, "//w:body")] == [qn("w:sdt"), qn("w:sectPr")]


def test_text_to_read_is_not_locked() -> None:
    assert not find(body(Paragraph((KY("Мектеп", "", ""),))), "//w:group")


@pytest.mark.parametrize(("room", "count"), [(1.0, 1), (8.0, 5), (20.0, 8), (80.0, 8)])
def test_an_empty_control_in_a_cell_takes_one_line(room: float, count: int) -> None:
    row = Row((Cell((field(FieldKind.TEXT),)), Cell(())))
    made = body(Table((Column(room + 2.4), Column(172.6 - room)), (), (row,), KY("Жадыбал", "", "")))
    assert one(control(made), "w:sdtContent/w:r/w:t").text == "\u2002" * count
