"""The documents that the ministry edits: metadata, usage card and rich blocks; and the banks that documents draw on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Name, Sourced, Text
from kalyp.model.blocks import RichBlock
from kalyp.model.publication import Publication
from kalyp.model.summary import Summary
from kalyp.model.usage import UsageCard
from kalyp.model.workbook import Workbook


class Document(Publication):
    """A form, booklet, handbook or wall sheet. `copies`: how many a school needs, for the packs.

    A handbook has `chapters`, which are files beside it, and `appendices`, which are other documents.
    """

    kind: Literal["form", "booklet", "handbook", "sheet"]
    formats: Annotated[list[Literal["pdf", "docx", "xlsx", "imposed", "html"]], Setting(min_length=1)]
    copies: Text | None = None
    usage: UsageCard | None = None
    blocks: Annotated[list[RichBlock], Setting(min_length=1)]
    chapters: list[Id] = []
    appendices: list[Id] = []

    @property
    def fillable(self) -> bool:
        """A handbook shows forms that stand alone elsewhere."""
        return self.kind != "handbook"


class Chapter(Sourced):
    """A chapter of a handbook, in a file of its own. A `front` one has no number; a `back` one follows the appendices."""

    id: Id
    part: Literal["front", "chapter", "back"] = "chapter"
    title: Text
    page: Id | None = None
    blocks: Annotated[list[RichBlock], Setting(min_length=1)]


class Sample(Publication):
    """A form that is filled in, to show how. `mark` says so on each page.

    `values` are what stands in its fields, by name; `ticked` are its boxes that are ticked, each named `<field>` or, where one of
    several is ticked, `<field>=<value>`.
    """

    kind: Literal["sample"]
    formats: Annotated[list[Literal["pdf", "docx"]], Setting(min_length=1)]
    sample_of: Id
    mark: Text
    values: Annotated[dict[str, Text], Setting(min_length=1)]
    ticked: list[str] = []


class Pack(Publication):
    """All that a role needs, in one file. What belongs to it follows from who fills, reads or signs a document.

    `add` and `drop` change that; `order` says what comes first.
    """

    kind: Literal["pack"]
    formats: Annotated[list[Literal["pdf", "zip"]], Setting(min_length=1)]
    role: Id
    add: list[Id] = []
    drop: list[Id] = []
    order: list[Id] = []


AnyDocument = Document | Sample | Pack | Workbook | Summary


class Language(Item):
    """A language of the project. `letters` mark lettered lists; `date` has {day}, {month} and {year} in it; `months` are 12."""

    id: Id
    name: str
    letters: str
    date: str
    months: Annotated[list[str], Setting(min_length=12, max_length=12)]

    def shown(self, day: str) -> str:
        """A day (YYYY-MM-DD) as it is written in this language."""
        year, month, day = day.split("-")
        return self.date.format(day=day, month=month, year=year)


class Country(Item):
    """A country with documents. `year_begins`: the month (1–12) with which its school year begins."""

    id: Id
    title: Text
    year_begins: Annotated[int, Setting(ge=1, le=12)] = 9


class Role(Item):
    """Who fills, reads or signs a document. `acted_by`: the roles of which one acts in this one, such as a supervisor."""

    id: Id
    title: Text
    acted_by: list[Id] = []


class Source(Item):
    """A document that content was drawn from."""

    id: Id
    title: Text


class PageSize(Item):
    """A size of paper with its margins (top, right, bottom, left), in mm."""

    id: Id
    width: int
    height: int
    margins: Annotated[list[int], Setting(min_length=4, max_length=4)]


class FieldChoice(Item):
    """One of a field's answers."""

    id: Name
    label: Text


class FieldEntry(Item):
    """An entry of the bank of fields: each asked-for thing once. `share` is its part of a row's width."""

    id: Name
    kind: Literal["text", "lines", "date", "choice"]
    label: Text
    hint: Text | None = None
    share: Annotated[int, Setting(ge=1, le=12)] = 3
    lines: Annotated[int, Setting(ge=1, le=40)] = 1
    choices: list[FieldChoice] = []


class Term(Item):
    """A term of the field: one word for a concept in each language; `avoid` lists words that must not be used for it."""

    en: str
    term: Text
    abbr: dict[str, str] = {}
    avoid: dict[str, list[str]] = {}
