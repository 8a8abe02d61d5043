"""The rich blocks that editors write. Each is lowered to core blocks by one function in `kalyp.lower`.

A block stands in a document as `- block: <kind>` with the keys below; those to write in are in `kalyp.model.asking`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.asking import (
    Answer,
    Appraisal,
    Checklist,
    Choices,
    Compared,
    Comparison,
    Fields,
    FieldUse,
    FillRow,
    FillTable,
    Grid,
    GridColumn,
    Matrix,
    MatrixColumn,
    Option,
    Party,
    Question,
    Rating,
    Remark,
    Report,
    ReportBox,
    Rubric,
    Section,
    SignatureRow,
    Signatures,
    SubQuestion,
    TableColumn,
    WritingLines,
    YearRating,
    YearRow,
    Years,
)
from kalyp.model.base import Id, Item, Name, Sourced, Text
from kalyp.model.usage import UsageCard


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


class UsageCardBlock(Sourced):
    """The usage card of the document; in a handbook that of another `document`, or one of its own (`card`)."""

    block: Literal["usage-card"]
    document: Id | None = None
    card: UsageCard | None = None
    code: str | None = None  # of the tool whose card this is, where it has no document


class Descriptors(Sourced):
    """The descriptors of a framework under each statement: level beside level, or (`stacked`) one under the other."""

    block: Literal["descriptors"]
    framework: Id
    voice: Id
    stacked: bool = False


class Standards(Sourced):
    """A framework without levels as a list to read: domain by domain, each with its assignment and its statements."""

    block: Literal["standards"]
    framework: Id
    voice: Id


class Help(Sourced):
    """What the framework's competencies with a help text mean."""

    block: Literal["help"]
    framework: Id
    voice: Id


class Alignments(Sourced):
    """What the competencies of these frameworks correspond to in other frameworks, and why."""

    block: Literal["alignments"]
    frameworks: Annotated[list[Id], Setting(min_length=1)]
    item_head: Text
    counterpart_head: Text
    reason_head: Text


# the blocks that show a framework, in a voice
FrameworkUse = Rating | Appraisal | Rubric | Descriptors | Standards | Help | Matrix | Compared


class Step(Sourced):
    """One step or note."""

    text: Text


class Steps(Sourced):
    """Steps or notes under a title: numbered, lettered or with dashes."""

    block: Literal["steps"]
    title: Text | None = None
    marks: Literal["numbers", "letters", "dashes"] = "numbers"
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


class TableRow(Sourced):
    """A row: one text a column (`cells`), or one across all (`band`)."""

    cells: list[Text] = []
    band: Text | None = None


class ReadTable(Sourced):
    """A table to read. With a caption it gets a number, and links may lead to its id."""

    block: Literal["table"]
    id: Id
    caption: Text | None = None
    columns: Annotated[list[TableColumn], Setting(min_length=1, max_length=8)]
    rows: Annotated[list[TableRow], Setting(min_length=1)]


class FigureNode(Item):
    """A text in a diagram: the row and column (from 1) where it stands, and how many of each it covers."""

    id: Name
    text: Text
    row: Annotated[int, Setting(ge=1, le=30)]
    column: Annotated[int, Setting(ge=1, le=12)]
    rows: Annotated[int, Setting(ge=1, le=30)] = 1
    columns: Annotated[int, Setting(ge=1, le=12)] = 1
    style: Literal["box", "round", "band", "plain"] = "box"


class FigureArrow(Item):
    """An arrow from node to node; `both`: with two heads."""

    start: Name
    end: Name
    label: Text | None = None
    both: bool = False


class Figure(Sourced):
    """A diagram of texts and arrows on a grid; `alt` says in sentences all that it shows."""

    block: Literal["figure"]
    id: Id
    caption: Text
    alt: Text
    nodes: Annotated[list[FigureNode], Setting(min_length=1)]
    arrows: list[FigureArrow] = []


Anchored = Heading | ReadTable | Figure  # the blocks that links lead to, by their ids


class Calendar(Item):
    """The work of the year, month by month, from the usage cards of all documents of the country."""

    block: Literal["calendar"]
    work_head: Text
    roles_head: Text
    tool_head: Text


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
    | Appraisal
    | Rubric
    | Comparison
    | Descriptors
    | Standards
    | Alignments
    | Help
    | Choices
    | WritingLines
    | Grid
    | FillTable
    | Matrix
    | Years
    | YearRating
    | Report
    | Signatures
    | Steps
    | Note
    | Definitions
    | ReadTable
    | Figure
    | Calendar
    | Cover
    | Contents
    | PageBreak,
    Setting(discriminator="block"),
]

__all__ = [
    "Alignments",
    "Anchored",
    "Answer",
    "Appraisal",
    "Calendar",
    "Checklist",
    "Choices",
    "Compared",
    "Comparison",
    "Contents",
    "Cover",
    "Definition",
    "Definitions",
    "Descriptors",
    "FieldUse",
    "Fields",
    "Figure",
    "FigureArrow",
    "FigureNode",
    "FillRow",
    "FillTable",
    "FrameworkUse",
    "Grid",
    "GridColumn",
    "Heading",
    "Help",
    "Matrix",
    "MatrixColumn",
    "Note",
    "Option",
    "PageBreak",
    "Paragraph",
    "Party",
    "Question",
    "Rating",
    "ReadTable",
    "Remark",
    "Report",
    "ReportBox",
    "RichBlock",
    "Rubric",
    "Section",
    "SignatureRow",
    "Signatures",
    "Standards",
    "Step",
    "Steps",
    "SubQuestion",
    "TableColumn",
    "TableRow",
    "UsageCardBlock",
    "WritingLines",
    "YearRating",
    "YearRow",
    "Years",
]
