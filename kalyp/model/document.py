"""A document that the ministry edits: metadata, usage card and rich blocks; and the banks that documents draw on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.base import Id, IsoDate, Item, Name, Sourced, Text
from kalyp.model.blocks import RichBlock


class EditionInfo(Item):
    """What number and date this edition has, and who approved it."""

    number: str
    date: IsoDate
    status: Literal["draft", "approved"]
    act: Text | None = None  # the approving act, once there is one


class UsageCard(Sourced):
    """Who uses a tool, when, for what and how. `months` (1–12) is when its work falls, for calendars."""

    who: Text
    when: Text
    task: Text
    conditions: Text
    note: Text | None = None
    months: list[Annotated[int, Setting(ge=1, le=12)]] = []


class Document(Sourced):
    """A form or a booklet."""

    id: Id
    kind: Literal["form", "booklet"]
    code: Annotated[str, Setting(min_length=1, max_length=12)]
    slug: Name
    country: Id
    title: Text
    subject: Text
    edition: EditionInfo
    page: Id
    formats: Annotated[list[Literal["pdf", "docx", "imposed"]], Setting(min_length=1)]
    filled_by: list[Id] = []
    read_by: list[Id] = []
    usage: UsageCard | None = None
    blocks: Annotated[list[RichBlock], Setting(min_length=1)]


class Language(Item):
    """A language of the project. `letters` mark lettered lists; `date` has {day}, {month} and {year} in it."""

    id: Id
    name: str
    letters: str
    date: str

    def shown(self, day: str) -> str:
        """A day (YYYY-MM-DD) as it is written in this language."""
        year, month, day = day.split("-")
        return self.date.format(day=day, month=month, year=year)


class Country(Item):
    """A country with documents."""

    id: Id
    title: Text


class Role(Item):
    """Who fills or reads a document."""

    id: Id
    title: Text


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
