"""A workbook that a school fills on a computer: who is in it, what is counted, and all words of its sheets.

The workbook counts the levels of people in groups (teachers, leaders …), each of which is rated by a framework, and fills a
request for training from them. Names of its inputs: `kalyp.lower.workbook`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Name, Text
from kalyp.model.publication import Publication
from kalyp.model.usage import UsageCard
from kalyp.model.workbook_plan import Plans
from kalyp.model.workbook_words import Sheets

Who = Literal["name", "position", "taught", "category"]  # what the staff sheet knows of a person


class GroupForm(Item):
    """A form that gives levels to a group. `fields`: in which of its fields stands what the staff sheet wants to know."""

    form: Id
    fields: dict[Who, Name]


class GroupTabs(Item):
    """The titles of a group's sheets, on their tabs."""

    levels: Text
    competencies: Text
    results: Text


class Group(Item):
    """People who are rated by one framework: by themselves in one form, by the supervisor in another.

    Without `places`, everybody on the staff sheet has a place, in its order; else there are so many, into which numbers of the
    staff sheet are typed.
    """

    id: Name
    title: Text
    framework: Id
    places: Annotated[int, Setting(ge=1, le=200)] | None = None
    own: GroupForm
    supervisor: GroupForm
    tabs: GroupTabs


class NeedChoice(Item):
    """What counts as a need: what was marked as a priority, the lowest level, or the lowest two."""

    id: Literal["priorities", "low", "low-middle"]
    label: Text


class SchoolSubject(Item):
    """A subject of many schools that the request has no column for. `also`: other ways of writing it, in any language."""

    id: Name
    label: Text
    also: list[str] = []


class Request(Item):
    """The form that asks for training, with the matrix that the first group's needs fill.

    `codes`: by group, the field that takes the codes of the competencies that are needed. `also`: other ways of writing the
    subjects of the matrix, by their ids.
    """

    form: Id
    matrix: Name
    codes: dict[Name, Name] = {}
    also: dict[Name, list[str]] = {}


class Workbook(Publication):
    """A school's workbook. `fields` are those of its head, from the bank; `priorities`: the most that a person should have.

    `own_subjects`: how many subjects a school can add to those of the request, whose free columns take the first of them;
    `subjects` are well-known ones, to recognise what teachers write, and `joined_by` the words that join two of them, in any
    language. The first of the `needs` counts until another is chosen. `talk`: the form with what was agreed in a talk.
    """

    kind: Literal["workbook"]
    formats: Annotated[list[Literal["xlsx"]], Setting(min_length=1)]
    copies: Text
    usage: UsageCard
    summary_page: Id
    people: Annotated[int, Setting(ge=1, le=200)]
    priorities: Annotated[int, Setting(ge=1, le=20)]
    own_subjects: Annotated[int, Setting(ge=1, le=20)]
    fields: Annotated[list[Name], Setting(min_length=1)]
    needs: Annotated[list[NeedChoice], Setting(min_length=1, max_length=3)]
    groups: Annotated[list[Group], Setting(min_length=1)]
    request: Request
    plan: Plans
    talk: GroupForm | None = None
    subjects: list[SchoolSubject] = []
    joined_by: list[str] = []
    sheets: Sheets

    @property
    def fillable(self) -> bool:
        """It is made to be filled in."""
        return True

    def editions(self, languages: tuple[str, ...]) -> list[tuple[str, ...]]:
        """One in each language: two languages have no room in a cell, so of a pair both are made."""
        return [(language,) for language in languages]
