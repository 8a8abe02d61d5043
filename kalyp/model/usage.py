"""The usage card of a tool: who uses it, when, for what and how; and what of that falls into which month."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Sourced, Text


class CalendarEntry(Item):
    """A piece of work with the tool: in which months (1–12), whose, and what."""

    months: Annotated[list[Annotated[int, Setting(ge=1, le=12)]], Setting(min_length=1)]
    roles: Annotated[list[Id], Setting(min_length=1)]
    text: Text


class UsageCard(Sourced):
    """Who uses a tool, when, for what and how. `calendar`: its work by months, for the calendar of the year."""

    who: Text
    when: Text
    task: Text
    conditions: Text
    note: Text | None = None
    calendar: list[CalendarEntry] = []
