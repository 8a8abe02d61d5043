"""A competency framework: domains → competencies → levels → descriptors, with each statement in the voices that forms need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.base import Id, IsoDate, Item, Sourced, Text


class Level(Item):
    """A level of mastery. `id` is the value that forms record (`low`); `mark` is the figure that summaries use (1)."""

    id: Id
    mark: int
    title: Text
    lead: Text | None = None  # what stands above this level's descriptors


class Descriptor(Sourced):
    """One observable sign of working at a level. `group`: a part of the framework's `groups` that it belongs to."""

    id: Id
    text: Text
    group: Id | None = None


class Group(Item):
    """A heading inside a competency's descriptors (such as those on safety)."""

    id: Id
    title: Text


class Alignment(Sourced):
    """What a competency corresponds to in another framework, such as that of another country, and why."""

    framework: Id
    competency: Id
    reason: Text


class Assignment(Sourced):
    """The work by which the competencies of a domain are shown: what is done, by when, and how it is assessed."""

    task: Text
    deadline: Text
    assessment: Text


class Competency(Sourced):
    """What a person is able to do. `id` is stable for ever, `code` is what people call it."""

    id: Id
    code: str
    short: Text
    statement: dict[str, Text]  # voice → statement
    descriptors: dict[str, list[Descriptor]] = {}  # level → descriptors
    help: Text | None = None
    alignments: list[Alignment] = []


class Domain(Sourced):
    """An area of competencies. `open`: each school adds competencies of its own, so that none stand here."""

    id: Id
    code: str
    title: Text
    open: bool = False
    note: Text | None = None
    assignment: Assignment | None = None
    competencies: list[Competency] = []


class Framework(Sourced):
    """A competency framework as adopted in a country.

    One without `levels` is a list of standards; one with levels and descriptors is a rubric, whose levels may be stages.
    """

    id: Id
    country: Id
    title: Text
    description: Text
    status: Literal["draft", "approved", "withdrawn"]
    version: str
    valid_from: IsoDate
    valid_until: IsoDate | None = None
    adopted_by: Text | None = None
    licence: str
    source_language: str
    replaced_by: Id | None = None
    voices: Annotated[list[Id], Setting(min_length=1)]
    levels: list[Level] = []
    groups: list[Group] = []
    domains: Annotated[list[Domain], Setting(min_length=1)]

    def competencies(self) -> Iterator[Competency]:
        """All competencies in order."""
        for domain in self.domains:
            yield from domain.competencies

    def descriptors(self) -> Iterator[tuple[Competency, str, Descriptor]]:
        """All descriptors in order, with their competency and level."""
        for competency in self.competencies():
            for level, found in competency.descriptors.items():
                for descriptor in found:
                    yield competency, level, descriptor
