"""All words of a workbook's sheets, sheet by sheet. What stands in braces is filled in by the program."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Setting

from kalyp.model.base import Item, Text


class SheetWords(Item):
    """What every sheet has: its title, and what the guide says that it is for."""

    title: Text
    about: Text


class TabWords(SheetWords):
    """A sheet that is there once. `tab`: its title on its tab, at most 31 characters."""

    tab: Text


class GuideWords(TabWords):
    """The guide. `steps`: in which order the workbook is filled; `needs` and `notes` explain one thing each."""

    lead: Text
    steps_head: Text
    steps: Annotated[list[Text], Setting(min_length=1)]
    sheets_head: Text
    needs_head: Text
    needs: Annotated[list[Text], Setting(min_length=1)]
    notes_head: Text
    notes: Annotated[list[Text], Setting(min_length=1)]


class SchoolWords(TabWords):
    """The school's own sheet. `need_wrong`, `own_known` and `own_beyond` stand beside what they are said of."""

    lead: Text
    need_head: Text
    need: Text
    need_wrong: Text
    own_head: Text
    own_lead: Text
    own_known: Text
    own_beyond: Text


class StaffWords(TabWords):
    """The staff sheet: heads of columns, then what its last column warns of."""

    lead: Text
    number: Text
    subject: Text  # {number}
    taught: Text
    left_out: Text
    own: Text
    supervisor: Text
    open: Text
    priorities: Text
    notes: Text
    no_name: Text
    same_name: Text
    same_subject: Text
    subject_wrong: Text  # {number}
    category_wrong: Text
    box_wrong: Text
    not_counted: Text
    levels_wrong: Text
    too_many: Text  # {most}


class LevelsWords(SheetWords):
    """A group's sheet of levels. `title` is followed by the group's."""

    lead: Text
    lead_numbers: Text  # where numbers of the staff sheet are typed
    number: Text
    what: Text
    own: Text
    supervisor: Text
    agreed: Text
    priority: Text
    no_name: Text
    number_wrong: Text
    number_twice: Text


class ResultsWords(SheetWords):
    """A group's list of people with the levels in force. `title` is followed by the group's."""

    lead: Text
    levels: Text
    needs: Text
    codes: Text


class CompetenciesWords(SheetWords):
    """A group's counts by competency and domain. `title` is followed by the group's."""

    domain: Text
    competency: Text
    total: Text
    needs: Text
    rank: Text
    overall: Text
    domains_head: Text
    chart: Text


class SummaryWords(TabWords):
    """The page for the staff meeting."""

    counted_as: Text  # {need}
    people_head: Text
    people: Text
    own: Text
    supervisor: Text
    settled: Text
    open: Text
    levels_head: Text
    top_head: Text
    top_people: Text
    top_share: Text
    nothing: Text
    chart_levels: Text
    chart_needs: Text


class SubjectsWords(TabWords):
    """The counts by subject."""

    lead: Text
    subject: Text
    people: Text
    first_need: Text


class ReturnsWords(TabWords):
    """The list of files that were collected; `heads` are those of its columns."""

    lead: Text
    heads: Annotated[list[Text], Setting(min_length=6, max_length=6)]


class RefusalWords(Item):
    """What Excel says when a cell doesn't take what was typed: `title` (at most 32 characters), then why, by what is asked."""

    title: Text
    choice: Text
    whole: Text  # {least}, {most}


class Sheets(Item):
    """The words of all sheets."""

    refusals: RefusalWords
    guide: GuideWords
    school: SchoolWords
    staff: StaffWords
    levels: LevelsWords
    summary: SummaryWords
    competencies: CompetenciesWords
    subjects: SubjectsWords
    results: ResultsWords
    request: TabWords
    returns: ReturnsWords
