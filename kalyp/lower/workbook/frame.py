"""What all sheets of a workbook share: its words in one language, what is typed in, and where formulas find things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kalyp.lower.context import paper
from kalyp.model.asking import Matrix
from kalyp.model.base import Text, parts
from kalyp.model.cells import Cell, Choices, Input, Style, Value
from kalyp.model.core import Page
from kalyp.model.document import Document
from kalyp.model.framework import Competency, Domain, Framework, Level
from kalyp.model.inline import plain
from kalyp.model.project import Project
from kalyp.model.workbook import Group, Workbook

OWN, SUPERVISOR, AGREED = "own", "supervisor", "agreed"
ON = "on"  # the value of a box
FREE = "free-"  # begins the ids of the school's own subjects


@dataclass(frozen=True)
class Frame:
    """A workbook on its way to one language; `values` are what stands in its inputs, by name."""

    project: Project
    workbook: Workbook
    language: str
    values: Mapping[str, str]

    def say(self, text: Text, **values: object) -> str:
        """A text in the language, with its braces filled."""
        said = plain(text[self.language])
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said

    def word(self, name: str) -> str:
        """A fixed word of all documents."""
        return self.say(self.project.words[name])

    def label(self, field: str) -> str:
        """What a field of the bank asks for."""
        return self.say(self.project.fields[field].label)

    def page(self, name: str = "") -> Page:
        """The paper of a sheet: the workbook's, or another."""
        return paper(self.project.pages[name or self.workbook.page])

    def framework(self, group: Group) -> Framework:
        """What a group is rated by."""
        return self.project.frameworks[group.framework]

    def competencies(self, group: Group) -> list[Competency]:
        """The competencies of a group, in order."""
        return list(self.framework(group).competencies())

    def domains(self, group: Group) -> list[Domain]:
        """The domains of a group that have competencies."""
        return [domain for domain in self.framework(group).domains if domain.competencies]

    def levels(self, group: Group) -> list[Level]:
        """The levels of a group, from the lowest."""
        return self.framework(group).levels

    def called(self, competency: Competency) -> str:
        """Code and short name."""
        return f"{competency.code}. {self.say(competency.short)}"

    def places(self, group: Group) -> int:
        """How many people a group has room for."""
        return group.places or self.workbook.people

    def titled(self, title: Text, group: Group) -> str:
        """The title of a group's sheet."""
        return f"{self.say(title)}: {self.say(group.title)}"

    @cached_property
    def main(self) -> Group:
        """The group whose needs fill the request: the first in which everybody on the staff sheet has a place."""
        return next((group for group in self.workbook.groups if group.places is None), self.workbook.groups[0])

    @cached_property
    def form(self) -> Document:
        """The form of the request."""
        form = self.project.documents[self.workbook.request.form]
        if not isinstance(form, Document):
            raise TypeError(f"{form.id} is no form")
        return form

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix of the request."""
        wanted = self.workbook.request.matrix
        return next(part for part, _ in parts(self.form) if isinstance(part, Matrix) and part.id == wanted)

    @cached_property
    def subjects(self) -> list[tuple[str, str]]:
        """The subjects that the request has a column for: id and name."""
        return [(subject.id, self.say(subject.label)) for subject in self.matrix.subjects]

    @cached_property
    def subject_ids(self) -> list[str]:
        """The ids of all subjects that can be chosen, the school's own last."""
        return [*(name for name, _ in self.subjects), *own_subjects(self.workbook)]

    @cached_property
    def categories(self) -> Choices:
        """The categories of a teacher, as the first form that asks for them offers them."""
        field = next((form.fields["category"] for group in self.workbook.groups for form in (group.own, group.supervisor)), "")
        return tuple((choice.id, self.say(choice.label)) for choice in self.project.fields[field].choices)

    def open(self, row: int, column: int, made: Input, *, style: Style = "cell", rows: int = 1, columns: int = 1) -> Cell:
        """An open cell with what was typed into it."""
        given = self.values.get(made.name, "")
        called = dict(made.called).get(given, "")
        value: Value = self.values.get(called) or given or None
        number = made.whole or any(isinstance(shown, int) for _, shown in made.choices)
        if number and given.isascii() and given.isdigit():
            value = int(given)
        return Cell(row, column, value, style=style, rows=rows, columns=columns, input=made)


def own_subjects(workbook: Workbook) -> list[str]:
    """The ids of the subjects that a school may add."""
    return [f"{FREE}{number}" for number in range(1, workbook.own_subjects + 1)]
