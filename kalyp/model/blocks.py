"""The rich blocks that editors write. Each is lowered to core blocks by one function in `kalyp.lower`.

A block stands in a document as `- block: <kind>` with the keys below. Names of fields come from the ids given here and are the
same in every format and language, so they must not change once forms are out.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Name, Sourced, Text

Lines = Annotated[int, Setting(ge=1, le=40)]  # lines for a pen, 8 mm each
Share = Annotated[int, Setting(ge=1, le=60)]  # part of a row's or table's width


class Heading(Sourced):
    """A heading inside the document; level 2 is a chapter, 3 a section."""

    block: Literal["heading"]
    id: Id
    text: Text
    level: Annotated[int, Setting(ge=2, le=4)] = 2


class Paragraph(Sourced):
    """Running text."""

    block: Literal["text"]
    text: Text
    style: Literal["body", "lead", "note"] = "body"


class UsageCardBlock(Item):
    """The document's usage card: who, when, for what, how."""

    block: Literal["usage-card"]


class FieldUse(Item):
    """A field of the bank, under another name or label here, or with another share of the row."""

    field: Name
    name: Name | None = None
    label: Text | None = None
    share: Share | None = None
    lines: Lines | None = None


def _field_use(value: object) -> object:
    """A field's bare name stands for its use without changes."""
    return {"field": value} if isinstance(value, str) else value


AnyFieldUse = Annotated[FieldUse, BeforeValidator(_field_use, json_schema_input_type=Name | FieldUse)]


class Fields(Sourced):
    """Rows of fields from the bank; each with its label above the place to write."""

    block: Literal["fields"]
    rows: Annotated[list[Annotated[list[AnyFieldUse], Setting(min_length=1)]], Setting(min_length=1)]


class Option(Item):
    """An answer to tick. `write`: with room to say which."""

    id: Name
    label: Text
    write: bool = False


class SubQuestion(Sourced):
    """A part of a question, answered on a row of its own."""

    id: Name
    text: Text


class Question(Sourced):
    """A numbered question of a checklist."""

    id: Name
    text: Text
    parts: list[SubQuestion] = []


class Section(Sourced):
    """A part of a checklist under its own heading."""

    id: Name
    code: str
    title: Text
    questions: Annotated[list[Question], Setting(min_length=1)]


class Checklist(Sourced):
    """Numbered questions in sections; one answer to each is ticked, with room for a comment.

    Fields: `<id>.<question>` and `<id>.<question><part>` (value: the answer's id), `<id>-comment.<question>…`.
    """

    block: Literal["checklist"]
    id: Name
    answers: Annotated[list[Option], Setting(min_length=2, max_length=6)]
    sections: Annotated[list[Section], Setting(min_length=1)]


class Remark(Sourced):
    """What stands in a competency's comment cell, above the place to write."""

    competency: Id
    text: Text


class Rating(Sourced):
    """Every competency of a framework, in a voice, with a box for each level and room for a comment.

    Fields: `level.<competency>` (value: the level's id), `comment.<competency>`, and `standard.<competency>` where `link` is set.
    """

    block: Literal["rating"]
    framework: Id
    voice: Id
    link: Text | None = None  # head of the column for the link to the qualification standard
    levels_head: Text
    comment_head: Text
    remarks: list[Remark] = []


class Descriptors(Sourced):
    """The descriptors of a framework, level beside level, under each competency's statement."""

    block: Literal["descriptors"]
    framework: Id
    voice: Id


class Help(Sourced):
    """What the framework's competencies with a help text mean."""

    block: Literal["help"]
    framework: Id
    voice: Id


FrameworkUse = Rating | Descriptors | Help  # the blocks that show a framework, in a voice


class Choices(Sourced):
    """A question with boxes of which any number may be ticked. Fields: `<id>.<option>`, and `<id>.<option>-text`."""

    block: Literal["choices"]
    id: Name
    text: Text
    options: Annotated[list[Option], Setting(min_length=2)]


class WritingLines(Sourced):
    """A request with room to write. Fields: `<id>` or, with a count, `<id>.1` …, each with its number."""

    block: Literal["lines"]
    id: Name
    text: Text
    count: Annotated[int, Setting(ge=0, le=40)] = 0
    lines: Lines = 1
    number: str | None = None  # as printed before the text


class GridColumn(Item):
    """A column of a grid."""

    id: Name
    label: Text
    kind: Literal["text", "lines", "date", "number"] = "lines"
    share: Share = 4


class Grid(Sourced):
    """A table to fill in, with numbered rows. Fields: `<id>.<row>.<column>`."""

    block: Literal["grid"]
    id: Name
    title: Text | None = None
    number_label: Text
    columns: Annotated[list[GridColumn], Setting(min_length=1)]
    rows: Annotated[int, Setting(ge=1, le=60)]
    lines: Lines = 2
    total: Text | None = None  # asked under the table; field `<id>.total`


class ReportBox(Sourced):
    """A titled box to write in."""

    id: Name
    title: Text
    lines: Lines = 4


class Report(Sourced):
    """Rows of titled boxes. Fields: `<id>.<box>`."""

    block: Literal["report"]
    id: Name
    rows: Annotated[list[Annotated[list[ReportBox], Setting(min_length=1, max_length=3)]], Setting(min_length=1)]


class Party(Item):
    """One who signs."""

    id: Name
    label: Text


class SignatureRow(Item):
    """An occasion on which all parties sign; `comment`: each with room for a comment."""

    id: Name
    title: Text | None = None
    parties: Annotated[list[Party], Setting(min_length=1, max_length=3)]
    comment: bool = False


class Signatures(Sourced):
    """Signatures with dates. Signing is done by pen; dates and comments are fields `<id>.<row>.<party>-date`, `…-comment`."""

    block: Literal["signatures"]
    id: Name
    rows: Annotated[list[SignatureRow], Setting(min_length=1)]


class Step(Sourced):
    """One step or note."""

    text: Text


class Steps(Sourced):
    """Numbered steps or notes under a title."""

    block: Literal["steps"]
    title: Text | None = None
    items: Annotated[list[Step], Setting(min_length=1)]


class Note(Sourced):
    """A remark in a frame."""

    block: Literal["note"]
    title: Text | None = None
    text: Text


class Definition(Sourced):
    """A term and what it means here."""

    term: Text
    text: Text


class Definitions(Sourced):
    """What the words of a form mean, such as the heads of its columns."""

    block: Literal["definitions"]
    title: Text | None = None
    items: Annotated[list[Definition], Setting(min_length=1)]


class Cover(Item):
    """The title page: country, code, title, subject, edition."""

    block: Literal["cover"]


class Contents(Item):
    """The table of contents."""

    block: Literal["contents"]


class PageBreak(Item):
    """A new page; `right`: a right-hand one."""

    block: Literal["page-break"]
    right: bool = False


RichBlock = Annotated[
    Heading
    | Paragraph
    | UsageCardBlock
    | Fields
    | Checklist
    | Rating
    | Descriptors
    | Help
    | Choices
    | WritingLines
    | Grid
    | Report
    | Signatures
    | Steps
    | Note
    | Definitions
    | Cover
    | Contents
    | PageBreak,
    Setting(discriminator="block"),
]
