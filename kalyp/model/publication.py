"""What every kind of document has, whatever stands in it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.base import Id, IsoDate, Item, Name, Sourced, Text


class EditionInfo(Item):
    """What number and date this edition has, and who approved it."""

    number: str
    date: IsoDate
    status: Literal["draft", "approved"]
    act: Text | None = None  # the approving act, once there is one


class Publication(Sourced):
    """What every kind of document has: forms, booklets, handbooks, sheets, samples, packs, workbooks.

    `short` stands at the foot of each page, in place of the kind and code, where they don't tell it from others.
    """

    id: Id
    code: Annotated[str, Setting(min_length=1, max_length=12)] | None = None
    slug: Name
    country: Id
    title: Text
    short: Text | None = None
    subject: Text
    edition: EditionInfo
    page: Id
    filled_by: list[Id] = []
    read_by: list[Id] = []
    signed_by: list[Id] = []

    @property
    def fillable(self) -> bool:
        """Whether what is asked in it can be filled in; where forms are only shown, it can't."""
        return False

    def editions(self, languages: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The editions that are made where one in these languages is asked for."""
        return [languages]
