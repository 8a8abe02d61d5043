"""Where pydantic's locations lead, and what stands in the file of them."""

from __future__ import annotations

from kalyp.model import blocks as rich
from kalyp.model.base import Text
from kalyp.model.document import Document
from kalyp.model.framework import Framework
from kalyp.read.shape import block_kinds, known_keys, model_at, written_steps


def test_known_keys_of_the_document() -> None:
    assert known_keys(Document, ("titel",)) == list(Document.model_fields)


def test_known_keys_of_an_optional_item() -> None:
    assert {"who", "calendar"} <= set(known_keys(Document, ("usage", "whoo")))


def test_known_keys_of_a_block_are_those_of_its_kind() -> None:
    assert known_keys(Document, ("blocks", 3, "grid", "row")) == list(rich.Grid.model_fields)


def test_known_keys_of_a_field_in_a_row() -> None:
    assert known_keys(Document, ("blocks", 0, "fields", "rows", 0, 0, "fild")) == list(rich.FieldUse.model_fields)


def test_known_keys_below_keys_that_editors_choose() -> None:
    steps = ("domains", 0, "competencies", 0, "descriptors", "low", 0, "txt")
    assert known_keys(Framework, steps) == ["source", "source_note", "id", "text", "group"]


def test_no_keys_are_known_where_the_model_ends() -> None:
    assert known_keys(Document, ("nowhere", "at", "all")) == []
    assert known_keys(Document, ("title", "ky", "x")) == []


def test_the_model_at_a_location() -> None:
    assert model_at(Document, ("usage", "note")) is Text
    assert model_at(Document, ("blocks", 0, "text", "text")) is Text
    assert model_at(Document, ("nowhere",)) is None


def test_the_kind_of_a_block_is_a_step_of_pydantic_only() -> None:
    assert written_steps(Document, ("blocks", 0, "text", "text", "ky")) == ("blocks", 0, "text", "ky")
    assert written_steps(Document, ("blocks", 2, "lines", "lines")) == ("blocks", 2, "lines")
    assert written_steps(Document, ("usage", "who", "ky")) == ("usage", "who", "ky")


def test_block_kinds_are_what_editors_write() -> None:
    assert {"text", "usage-card", "page-break"} <= set(block_kinds())
    assert len(block_kinds()) == len(set(block_kinds())) == 31
