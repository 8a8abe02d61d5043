"""The forms that are prefilled from a school's workbook, and which of their fields take what. Words are the forms' own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Name

Names = Annotated[list[Name], Setting(min_length=1)]


class IndividualPlan(Item):
    """A person's plan in one post. `post` takes the position with the subjects; `goals` the priorities, in `<goals>.1` …

    `year_from` and `year_to` are those of `year`, the field of the workbook's head that has the school year. What else stands in
    the head goes into fields of the same names.
    """

    form: Id
    name: Names
    post: Name
    category: Name
    year: Name
    year_from: Name
    year_to: Name
    goals: Name


class YearlyPlan(Item):
    """The school's plan. `tasks` are headed by the first group's greatest needs; head fields as in the individual plan."""

    form: Id
    tasks: Names


class Plans(Item):
    """What is made of a workbook, besides its request."""

    individual: IndividualPlan
    yearly: YearlyPlan
