"""Nodes → items that know where they and their texts stand."""

from __future__ import annotations

from kalyp.model.base import NOWHERE, Text, parts
from kalyp.model.blocks import Fields, Paragraph
from kalyp.model.document import Document
from kalyp.problems import Problems
from kalyp.read.tree import parse_tree
from kalyp.read.validate import validate
from tests.content_copy import FORM


def document(text: str = FORM) -> Document:
    problems = Problems()
    tree = parse_tree(text, "a.yaml", problems)
    assert tree is not None
    found = validate(Document, tree, problems)
    assert found is not None, list(problems)
    return found


def test_items_and_texts_have_places() -> None:
    form = document()
    assert all(part.place != NOWHERE for part, _ in parts(form))
    assert str(form.usage.who.place if form.usage else "") == "a.yaml:15:8"


def test_a_text_knows_the_place_of_each_language() -> None:
    lead = document().blocks[0]
    assert isinstance(lead, Paragraph)
    places = [str(lead.text.place_of(language)) for language in lead.text.languages]
    assert places == ["a.yaml:23:11", "a.yaml:24:11", "a.yaml:25:11"]
    assert lead.text.place_of("uz") == lead.text.place


def test_the_place_of_an_item_leads_to_its_values() -> None:
    form = document()
    assert str(form.place.of("country")) == "a.yaml:5:10"
    assert str(form.place.of("read_by", 0)) == "a.yaml:13:11"
    assert form.edition.place.of("date").item == "edition.date"
    assert form.place.of("source_note") == form.place  # not written


def test_a_bare_name_of_a_field_has_a_place_too() -> None:
    fields = document().blocks[1]
    assert isinstance(fields, Fields)
    name, share = fields.rows[0][1], fields.rows[1][0]
    assert (name.field, str(name.place)) == ("school", "a.yaml:28:21")
    assert (share.share, str(share.place.of("share"))) == (4, "a.yaml:29:35")


def test_a_text_gives_nothing_where_a_language_is_missing_or_empty() -> None:
    text = Text.model_validate({"ky": "Бир", "ru": None})
    assert (text["ky"], text["ru"], text["kk"]) == ("Бир", "", "")


def test_all_slips_of_a_file_are_found_at_once() -> None:
    broken = FORM
    for old, new in (("slug: small\n", ""), ("page: A4", "pag: A4"), ("draft", "x"), ("- block: usage", "- blok: usage")):
        broken = broken.replace(old, new)
    problems = Problems()
    tree = parse_tree(broken, "a.yaml", problems)
    assert tree is not None
    assert validate(Document, tree, problems) is None
    found = [f"{problem.place.line} {problem.code}" for problem in problems]
    assert found == ["1 key-missing", "1 key-missing", "8 value-wrong", "9 key-unknown", "34 key-missing"]
