"""Values go into a form and come back from it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from docx.oxml.ns import qn
from lxml import etree

from kalyp.model.core import Field, FieldKind, Paragraph
from kalyp.model.walk import fields
from kalyp.write.docx.document import write
from kalyp.write.docx.package import zipped
from kalyp.write.docx.read import fill, read
from tests.write.docx.word import document, find, part
from tests.write.sample import Texts, every_block

KY = Texts(("ky",))
LABEL = KY("Мектеп", "", "")
LONG = "observation.interim.association-date-of-the-observer"


def text(name: str) -> Field:
    return Field(FieldKind.TEXT, name, LABEL)


def marks(name: str, *values: str) -> list[Field]:
    return [Field(FieldKind.MARK, name, LABEL, value) for value in values]


def form() -> bytes:
    check = Field(FieldKind.CHECK, "consent", LABEL, "on")
    lines, day = Field(FieldKind.LINES, "opinion", LABEL), Field(FieldKind.DATE, "date", LABEL)
    return write(document(text("full-name"), text(LONG), lines, day, check, *marks("level.12", "low", "middle", "high")))


FILLED = {
    "full-name": "Өмүрова Айгүл & Ко <№1>",
    LONG: "Ұғымды",
    "opinion": "биринчи сап\n2-сап, 2‑сап",
    "date": "14.03.2025",
    "consent": "on",
    "level.12": "middle",
}


def changed(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """The file with its document changed, as another program might save it."""
    tree = part(data)
    change(tree)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        day = archive.infolist()[0].date_time
    return zipped({**parts, "word/document.xml": etree.tostring(tree)}, date(*day[:3]))


def drop(*tags: str) -> Callable[[etree._Element], None]:
    def change(tree: etree._Element) -> None:
        for tag in tags:
            for element in find(tree, f"//{tag}"):
                parent = element.getparent()
                assert parent is not None
                parent.remove(element)

    return change


def unwrap(tree: etree._Element) -> None:
    """Take every control off its content, as programs do that know none."""
    for control in reversed(find(tree, "//w:sdt")):
        parent, content = control.getparent(), control.find(qn("w:sdtContent"))
        assert parent is not None
        assert content is not None
        place = parent.index(control)
        parent[place : place + 1] = list(content)


def test_empty_form_has_every_field_in_order_with_nothing_in_it() -> None:
    assert list(read(form()).items()) == [(name, "") for name in FILLED]


def test_values_come_back() -> None:
    assert read(fill(form(), FILLED)) == FILLED


def test_values_come_back_by_bookmark_where_the_tags_are_gone() -> None:
    assert read(changed(fill(form(), FILLED), drop("w:tag"))) == FILLED


def test_values_come_back_where_the_controls_are_gone() -> None:
    assert read(changed(fill(form(), FILLED), unwrap)) == FILLED
    assert set(read(changed(form(), unwrap)).values()) == {""}


def test_tags_do_where_the_bookmarks_are_gone() -> None:
    assert read(changed(fill(form(), {"full-name": "Айгүл"}), drop("w:bookmarkStart", "w:bookmarkEnd")))["full-name"] == "Айгүл"


def test_bookmark_that_begins_inside_its_control_counts() -> None:
    def move(tree: etree._Element) -> None:
        drop("w:tag")(tree)
        for start in find(tree, "//w:bookmarkStart[following-sibling::*[1][self::w:sdt]]"):
            control = start.getnext()
            assert control is not None
            content = control.find(qn("w:sdtContent"))
            assert content is not None
            content.insert(0, start)

    filled = {name: value for name, value in FILLED.items() if name != LONG}
    assert read(changed(fill(form(), filled), move)) == {**filled, LONG: ""}


def test_controls_side_by_side_keep_their_values() -> None:
    data = write(document(Paragraph((text("a"), text("b"), *marks("c", "low", "high")))))
    values = {"a": "1", "b": "2", "c": "high"}
    assert read(changed(fill(data, values), drop("w:tag"))) == values


def test_two_marks_show_the_contradiction() -> None:
    def tick_all(tree: etree._Element) -> None:
        for checked in find(tree, "//w14:checked"):
            checked.set(qn("w14:val"), "1")

    values = read(changed(form(), tick_all))
    assert (values["level.12"], values["consent"]) == ("low+middle+high", "on")


def test_filling_a_mark_takes_the_tick_from_the_others() -> None:
    low = fill(form(), {"level.12": "low"})
    assert read(fill(low, {"level.12": "high"}))["level.12"] == "high"
    assert read(fill(low, {"level.12": ""}))["level.12"] == ""


def test_text_typed_into_a_placeholder_comes_without_it() -> None:
    data = write(document(Paragraph((KY("Мектеп:", "", ""), text("school"))), text("city")))

    def type_in(tree: etree._Element) -> None:
        drop("w:tag")(tree)
        for node in find(tree, "//w:sdtContent/w:r/w:t"):
            node.text = f"№5 {node.text}"

    assert read(changed(data, type_in)) == {"school": "№5", "city": "№5"}


def test_words_that_word_shows_in_an_emptied_control_are_no_value() -> None:
    def empty(tree: etree._Element) -> None:
        for node in find(tree, "//w:sdtContent/w:r/w:t"):
            node.text = "Click or tap here to enter text."

    assert read(changed(write(document(text("school"))), empty)) == {"school": ""}


def test_paragraphs_in_a_control_are_lines() -> None:
    def split(tree: etree._Element) -> None:
        content = find(tree, "//w:sdt[w:sdtPr/w:tag]/w:sdtContent")[0]
        paragraph = etree.SubElement(content, qn("w:p"))
        paragraph.append(etree.fromstring(etree.tostring(content[0])))

    assert read(changed(fill(write(document(text("a"))), {"a": "сап"}), split)) == {"a": "сап\nсап"}


@pytest.mark.parametrize("values", [{"nobody": "x"}, {"level.12": "highest"}, {"consent.x": ""}])
def test_filling_what_is_not_there_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        fill(form(), values)


def test_entities_are_not_resolved() -> None:
    with zipfile.ZipFile(io.BytesIO(fill(form(), {"full-name": "Айгүл"}))) as archive:
        xml = archive.read("word/document.xml").decode()
    begin, separator, end = xml.partition("<w:document")
    xml = f'{begin}<!DOCTYPE x [<!ENTITY e "secret">]>{separator}{end.replace("Айгүл", "&e;")}'
    assert "&e;" in xml
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", xml)
    assert read(out.getvalue())["full-name"] == ""


@pytest.mark.parametrize("languages", [("ky",), ("kk", "ru")], ids="+".join)
def test_the_fields_of_the_file_are_the_fields_of_the_model(languages: tuple[str, ...]) -> None:
    lowered = every_block(languages)
    assert list(read(write(lowered))) == list(dict.fromkeys(field.name for field in fields(lowered.blocks)))
