"""The summary of what many schools ask for: which form it sums up, and the words that it says it in.

It is made of requests that came back (`kalyp.loop.district`), so that it has no outputs of its own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from kalyp.model.base import Id, Item, Name, Text
from kalyp.model.publication import Publication


class SummedRequest(Item):
    """The form that schools send, and where in it stands what is summed: its matrix, and fields of its head."""

    form: Id
    matrix: Name
    school: Name
    school_code: Name
    school_year: Name
    teachers: Name


class LeaderNeeds(Item):
    """A field of the form that lists codes of competencies, which are those of a framework, and whose needs they are."""

    field: Name
    framework: Id
    title: Text


class SummaryPart(Item):
    """A part: its heading, what is to be known of it, and the title of its sheet, on its tab."""

    title: Text
    note: Text | None = None
    tab: Text | None = None


class SummaryParts(Item):
    """The parts, in the order in which they stand. `grid` is a sheet alone: schools and competencies side by side."""

    basis: SummaryPart
    needs: SummaryPart
    subjects: SummaryPart
    own_subjects: SummaryPart
    own_competencies: SummaryPart
    leaders: SummaryPart
    schools: SummaryPart
    grid: SummaryPart
    files: SummaryPart


class SummaryWords(Item):
    """Heads of columns and rows, and short answers."""

    schools_counted: Text
    files: Text
    files_left_out: Text
    teachers_all: Text
    teachers_partly: Text  # {count}: how many there are in the schools that say so
    chart: Text
    chart_alt: Text  # {list}: what each bar shows
    rank: Text
    teachers: Text
    schools: Text
    subject: Text
    needs: Text
    first_needs: Text
    asked_by: Text
    file: Text
    counted: Text
    remarks: Text
    more: Text  # {count}: remarks that the workbook alone has
    all_well: Text
    total: Text
    yes: Text
    no: Text
    unnamed: Text


class Summary(Publication):
    """A summary of requests. `page` is the paper of its pages, `sheet_page` that of the workbook's sheets.

    `bars`: how many competencies the chart shows; `first`: how many stand as the first needs of a subject or a school.
    """

    kind: Literal["summary"]
    sheet_page: Id
    request: SummedRequest
    leaders: list[LeaderNeeds] = []
    bars: Annotated[int, Setting(ge=1, le=30)]
    first: Annotated[int, Setting(ge=1, le=10)]
    parts: SummaryParts
    words: SummaryWords

    @property
    def formats(self) -> list[str]:
        """None: without requests there is nothing to show."""
        return []
