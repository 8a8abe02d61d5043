"""Sections that are kept: the file is the same whether they were or not, and whoever has them needs no blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from kalyp.model.core import Block, Box, Break, Contents, Field, FieldKind, Heading, Lowered, Run
from kalyp.model.sections import Section
from kalyp.model.sections import sections as cut
from kalyp.write.docx.document import write
from kalyp.write.docx.piece import Piece
from kalyp.write.docx.xml import Element
from kalyp.write.figure import Painter
from kalyp.write.parts import Parts
from kalyp.write.unwritable import Unwritable
from tests.write.docx.test_books import book, diagram, link, say, table, text
from tests.write.docx.word import document, find, one, part, values
from tests.write.sample import LANDSCAPE

SECTIONS = 5


def manual(*added: Block) -> Lowered:
    """A book of five sections on two papers, with figures, tables and links in several of them."""
    return document(
        Box((Heading(1, say("Колдонмо"), "title"),), "cover"),
        Contents(say("Мазмуну")),
        Break(right=True),
        Heading(2, say("Бөлүм"), "part"),
        diagram(),
        table(3, anchor="first"),
        Break(),
        link("ушуну", "last"),
        *added,
        diagram(anchor="again"),
        Break(page=LANDSCAPE),
        Heading(2, say("Тиркеме"), "last"),
        table(2, anchor="second"),
    )


def kept(lowered: Lowered, folder: Path, painter: Painter, sections: Sequence[Section] | None = None) -> bytes:
    """A document as it is written with a store."""
    return write(lowered, None, painter, sections=sections, parts=Parts(folder, "docx", "look", lowered))


def tags(made: Element) -> list[str]:
    """What stands in the body."""
    return [etree.QName(each).localname for each in one(made, "//w:body")]


@pytest.mark.parametrize("lowered", [manual(), book(), book(("kk", "ru"))], ids=["manual", "book", "book of two languages"])
def test_a_file_is_the_same_whether_its_sections_were_kept_or_not(lowered: Lowered, painter: Painter, tmp_path: Path) -> None:
    fresh = write(lowered, None, painter)
    assert kept(lowered, tmp_path, painter) == fresh
    assert len(list(tmp_path.iterdir())) == SECTIONS
    assert kept(lowered, tmp_path, painter) == fresh


def test_a_section_that_is_kept_needs_no_blocks_and_is_not_made_again(painter: Painter, tmp_path: Path) -> None:
    kept(manual(), tmp_path, painter)
    before = {path.name for path in tmp_path.iterdir()}
    edited = manual(text("Жаңы"))
    parts = Parts(tmp_path, "docx", "look", edited)
    known = [section.without_blocks() if parts.has(section) else section for section in cut(edited)]
    assert [bool(section.blocks) for section in known] == [False, False, False, True, False]
    assert kept(replace(edited, blocks=()), tmp_path, painter, known) == write(edited, None, painter)
    assert len({path.name for path in tmp_path.iterdir()} - before) == 1


def test_a_heading_that_is_new_makes_the_contents_again(painter: Painter, tmp_path: Path) -> None:
    kept(manual(), tmp_path, painter)
    edited = manual(Heading(3, say("Жаңы"), "new"))
    made = kept(edited, tmp_path, painter)
    assert made == write(edited, None, painter)
    assert values(part(made), "//w:sdt//w:hyperlink", "w:anchor") == ["H_part", "H_last"]  # down to level 2
    assert len(list(tmp_path.iterdir())) == SECTIONS + 2


def test_numbers_are_unique_throughout_the_document(painter: Painter, tmp_path: Path) -> None:
    for _ in range(2):
        made = part(kept(manual(), tmp_path, painter))
        starts, ends = (values(made, f"//w:bookmark{edge}", "w:id") for edge in ("Start", "End"))
        assert starts == sorted(ends, key=int) == [str(number) for number in range(1, 8)]
        assert values(made, "//w:bookmarkStart", "w:name") == [
            f"H_{name}" for name in ("title", "part", "connections", "first", "again", "last", "second")
        ]
        assert [each.get("id") for each in find(made, "//wp:docPr")] == ["1", "2"]
        assert [each.get("id") for each in find(made, "//pic:cNvPr")] == ["1", "2"]


def test_words_that_look_like_numbers_of_word_stay_as_they_are(painter: Painter) -> None:
    words = '<w:bookmarkStart w:id="1" <wp:docPr id="1"'
    again = replace(diagram(anchor="again"), alt=say(words))
    made = part(write(document(diagram(), Break(), again, text(words), Heading(2, say("Бөлүм"), "part")), None, painter))
    assert find(made, "//wp:docPr")[-1].get("descr") == words
    assert find(made, "//w:t")[0].text == words


def test_a_link_from_a_section_that_is_kept_to_one_that_is_gone_is_an_error(painter: Painter, tmp_path: Path) -> None:
    kept(manual(), tmp_path, painter)
    with pytest.raises(Unwritable, match="#last"):
        kept(replace(manual(), blocks=manual().blocks[:-2]), tmp_path, painter)


def test_an_anchor_in_two_sections_is_an_error(painter: Painter) -> None:
    with pytest.raises(Unwritable, match="twice"):
        write(manual(Heading(2, say("Бөлүм"), "part")), None, painter)


def test_a_section_that_is_neither_kept_nor_there_is_an_error(painter: Painter, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without its blocks"):
        kept(manual(), tmp_path, painter, [section.without_blocks() for section in cut(manual())])


def test_sections_with_controls_are_made_each_time_with_numbers_of_their_own(painter: Painter, tmp_path: Path) -> None:
    long = "a-name-that-is-longer-than-a-bookmark-may-be"
    fields = [Field(FieldKind.TEXT, name, say("Мектеп")) for name in ("school", long, f"{long}-2")]
    lowered = replace(manual(fields[0], Break(), fields[1], Break(), text("Арасында"), Break(), fields[2]), fillable=True)
    for _ in range(2):
        made = kept(lowered, tmp_path, painter)
        assert made == write(lowered, None, painter)
        assert values(part(made), "//w:sdtPr[w:tag]/w:id") == ["1", "2", "3"]
        bookmarks = values(part(made), "//w:bookmarkStart", "w:id")
        assert len(bookmarks) == len(set(bookmarks)) > 7
        assert len(find(part(made), "//w:body/w:sdt[w:sdtPr/w:group]")) == 2  # one for each paper
    assert len(list(tmp_path.iterdir())) == len(cut(lowered)) - len(fields)


def test_a_field_in_two_sections_is_an_error() -> None:
    field = Field(FieldKind.TEXT, "a-name-that-is-longer-than-a-bookmark-may-be", say("Мектеп"))
    with pytest.raises(Unwritable, match="twice"):
        write(document(field, Break(), field))


def test_what_is_no_book_is_not_kept(painter: Painter, tmp_path: Path) -> None:
    kept(document(text("а"), Break(), text("б")), tmp_path, painter)
    assert not list(tmp_path.iterdir())


def test_breaks_that_part_nothing_make_no_pages() -> None:
    made = part(write(document(Break(), text("а"), Break(), Break(), table(), Break(), text("б"), Break())))
    assert len(find(made, "//w:pageBreakBefore")) == 2
    assert tags(made) == ["p", "p", "tbl", "p", "p", "p", "sectPr"]


def test_a_document_of_nothing_has_a_page() -> None:
    assert tags(part(write(document()))) == ["p", "sectPr"]


def test_a_piece_is_the_same_once_it_is_unpacked() -> None:
    piece = Piece("<w:p>\nө</w:p>".encode(), (Run("ушуну", link="last"),), ("h_part",), 2, {"b": b"\n\x89", "a": b""}, cover=True)
    assert Piece.unpack(piece.pack()) == piece
