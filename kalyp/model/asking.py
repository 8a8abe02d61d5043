"""The rich blocks to write in, as editors write them: fields, questions, ratings, grids, signatures.

Names of fields come from the ids given here and are the same in every format and language, so they must not change once forms
are out.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Name, Sourced, Text

Lines = Annotated[int, Setting(ge=1, le=40)]  # lines for a pen, 8 mm each
Share = Annotated[int, Setting(ge=1, le=60)]  # part of a row's or table's width


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


class Answer(Item):
    """One of a few answers of which one is ticked."""

    id: Name
    label: Text


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

    A framework without levels needs `answers`, which are the boxes then. Fields: `level.<competency>` (value: the id of the level
    or answer), `comment.<competency>`, and `standard.<competency>` where `link` is set.
    """

    block: Literal["rating"]
    framework: Id
    voice: Id
    link: Text | None = None  # head of the column for the link to the qualification standard
    levels_head: Text
    comment_head: Text
    answers: Annotated[list[Answer], Setting(max_length=4)] = []
    remarks: list[Remark] = []


class Appraisal(Sourced):
    """The standards of a framework without levels, domain by domain, each with room for evidence and for who assesses it.

    Fields: `evidence.<competency>`, `level.<competency>` (value: the answer's id), `assessor.<competency>`.
    """

    block: Literal["appraisal"]
    framework: Id
    voice: Id
    evidence_head: Text
    answers_head: Text
    answers: Annotated[list[Answer], Setting(min_length=1, max_length=4)]
    assessor_head: Text


class Rubric(Sourced):
    """Every competency of a framework with its levels side by side to tick one, and room for evidence and for what comes next.

    Fields: `level.<competency>` (value: the level's id), `evidence.<competency>`, `next.<competency>`.
    """

    block: Literal["rubric"]
    framework: Id
    voice: Id
    evidence_head: Text
    next_head: Text


class Compared(Item):
    """A framework by which a person is rated twice; `label` names the two sheets. Its statements are shown in this voice."""

    framework: Id
    voice: Id
    label: Text


class Comparison(Sourced):
    """Two ratings of one person side by side, and what is agreed when they are talked over.

    Blank it has rows to fill in by hand: fields `<id>.<row>.competency`, `….own`, `….supervisor`, `….agreed` (value: the level's
    id), `….priority`, `….note`, and `<id>-priority.1` …. For a person (`kalyp.lower.talk`) it has the competencies in which the
    ratings differ, with the descriptors of both levels: `agreed.<competency>` (value: the level's id), `priority.<competency>`;
    where they agree below the highest level: `priority.<competency>`. Either way `compared` (value: the framework's id) says by
    which of the frameworks the person was rated.
    """

    block: Literal["comparison"]
    id: Name
    frameworks: Annotated[list[Compared], Setting(min_length=1, max_length=4)]  # of the same levels
    compared_head: Text
    competency_head: Text
    own_head: Text
    supervisor_head: Text
    agreed_head: Text
    priority_head: Text
    note_head: Text
    priorities: Text
    priorities_count: Annotated[int, Setting(ge=1, le=10)]
    same_head: Text  # over the competencies in which both agree
    unrated_head: Text  # over those that one of the two has not rated
    rows: Annotated[int, Setting(ge=1, le=40)]
    lines: Lines = 1


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
    kind: Literal["text", "lines", "date", "number", "check"] = "lines"
    share: Share = 4


class Grid(Sourced):
    """A table to fill in, with numbered rows. Fields: `<id>.<row>.<column>`."""

    block: Literal["grid"]
    id: Name
    title: Text | None = None
    intro: Text | None = None
    number_label: Text
    columns: Annotated[list[GridColumn], Setting(min_length=1)]
    rows: Annotated[int, Setting(ge=1, le=60)]
    lines: Lines = 2
    total: Text | None = None  # asked under the table; field `<id>.total`


class TableColumn(Item):
    """A column of a table that is printed."""

    label: Text
    share: Share = 4


class FillRow(Sourced):
    """A row of which a part is printed: a text a column (`cells`), or one across all (`band`). `mark` stands for its number."""

    id: Name | None = None
    mark: Annotated[str, Setting(min_length=1, max_length=6)] | None = None
    cells: list[Text] = []
    band: Text | None = None


class FillTable(Sourced):
    """A table of which a part is printed (`given`) and a part is filled in (`columns`); in `free_rows` both are.

    Rows without a mark are numbered if there is a `number_label`. Fields: `<id>.<row>.<column>`; the rows `free-1` … also have
    `given-1` …
    """

    block: Literal["fill-table"]
    id: Name
    title: Text | None = None
    number_label: Text | None = None
    given: Annotated[list[TableColumn], Setting(min_length=1, max_length=6)]
    columns: Annotated[list[GridColumn], Setting(min_length=1, max_length=8)]
    lines: Lines = 2
    rows: Annotated[list[FillRow], Setting(min_length=1)]
    free_rows: Annotated[int, Setting(ge=0, le=20)] = 0


class MatrixColumn(Item):
    """A subject that heads a column of a matrix."""

    id: Name
    label: Text


class Matrix(Sourced):
    """Competencies of a framework × subjects, with the number of teachers in each cell, and totals.

    Fields: `<id>.<competency>.<subject>`, `<id>.<competency>.count`; the school's own rows are `free-1` … (with `.name`), its own
    columns `free-1` …, which are named in `<id>-subject.1` …; the last row is `<id>.total.<subject>`.
    """

    block: Literal["matrix"]
    id: Name
    framework: Id
    voice: Id
    competency_head: Text
    count_head: Text
    subjects_head: Text
    subjects: Annotated[list[MatrixColumn], Setting(min_length=1, max_length=12)]
    free_rows: Annotated[int, Setting(ge=0, le=6)] = 0
    free_columns: Annotated[int, Setting(ge=0, le=4)] = 0
    free_rows_head: Text
    free_label: Text
    total: Text


class YearRow(Item):
    """A row of what is recorded year by year."""

    id: Name
    label: Text


class Years(Sourced):
    """What is written down each year, years side by side. Fields: `<id>.<row>.<year>`."""

    block: Literal["years"]
    id: Name
    title: Text | None = None
    years: Annotated[int, Setting(ge=2, le=6)]
    kind: Literal["text", "lines", "date"] = "lines"
    lines: Lines = 2
    rows: Annotated[list[YearRow], Setting(min_length=1)]


class YearRating(Sourced):
    """Indicators to which each year gives one of a few degrees. Fields: `<id>.<row>.<year>` (value: the degree's id)."""

    block: Literal["year-rating"]
    id: Name
    title: Text | None = None
    years: Annotated[int, Setting(ge=2, le=6)]
    degrees: Annotated[list[YearRow], Setting(min_length=2, max_length=4)]
    rows: Annotated[list[YearRow], Setting(min_length=1)]


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
