"""Names in a document: each stands for one thing, whatever block asks for it."""

from __future__ import annotations

from kalyp.check.fields import check_fields
from kalyp.model.base import Text
from kalyp.model.blocks import UsageCardBlock
from kalyp.model.core import Block, Box, Cell, Column, Field, FieldKind, Heading, Phrase, Row, Table
from kalyp.model.document import Document
from kalyp.model.publication import EditionInfo
from kalyp.problems import Code, Problems

NOTHING = Phrase(())


def field(name: str, kind: FieldKind = FieldKind.TEXT, value: str = "") -> Field:
    return Field(kind, name, NOTHING, value)


SAME = Text({"same": "1"})
FORM = Document(
    id="form",
    kind="form",
    slug="form",
    country="here",
    title=SAME,
    subject=SAME,
    edition=EditionInfo(number="1", date="2026-09-01", status="draft"),
    page="A4",
    formats=["pdf"],
    blocks=[UsageCardBlock(block="usage-card")],
)


def found(*blocks: Block) -> list[tuple[Code, dict[str, str]]]:
    problems = Problems()
    check_fields(FORM, [(UsageCardBlock(block="usage-card"), [block]) for block in blocks], problems)
    return [(problem.code, dict(problem.values)) for problem in problems]


def test_marks_share_a_name_and_differ_in_value() -> None:
    assert found(field("a", FieldKind.MARK, "yes"), field("a", FieldKind.MARK, "no")) == []
    assert [code for code, _ in found(field("a", FieldKind.MARK, "yes"), field("a", FieldKind.MARK, "yes"))] == [Code.FIELD_TWICE]


def test_a_name_is_of_one_kind() -> None:
    assert [code for code, _ in found(field("a", FieldKind.MARK, "yes"), field("a"))] == [Code.FIELD_TWICE]


def test_a_field_is_no_branch_however_deep() -> None:
    assert found(field("plan"), field("planned.1"), field("plan-1")) == []
    codes = found(field("plan"), field("plan.1.aim"))
    assert codes == [(Code.FIELD_PREFIX, {"name": "plan.1.aim", "other": "plan"})]


def test_fields_in_cells_count() -> None:
    table = Table((Column(1),), (), (Row((Cell((field("a"),)),)),), NOTHING)
    assert [code for code, _ in found(field("a"), table)] == [Code.FIELD_TWICE]


def test_headings_in_boxes_count() -> None:
    heading = Heading(1, NOTHING, "title")
    assert [code for code, _ in found(heading, Box((heading,), "cover"))] == [Code.ID_TWICE]
