"""What pages and workbook of a district's summary share: its words in one language, and how everything in it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kalyp.lower.context import Context
from kalyp.model.base import Text, parts
from kalyp.model.blocks import Matrix
from kalyp.model.core import Phrase
from kalyp.model.district import OWN, District, Need, SubjectNeeds
from kalyp.model.framework import Competency, Framework
from kalyp.model.inline import plain
from kalyp.model.project import Project
from kalyp.model.summary import LeaderNeeds, Summary, SummaryPart

UNKNOWN = "?"  # stands for a character that the fonts don't have


@dataclass(frozen=True, slots=True)
class Frame:
    """A summary on its way, in one language. `letters`: the characters that can be shown; all where none are given."""

    edition: Context
    summary: Summary
    matrix: Matrix
    district: District
    letters: Collection[str] = ()

    @staticmethod
    def of(project: Project, summary: Summary, language: str, district: District, letters: Collection[str] = ()) -> Frame:
        """The frame of a summary that the checks have passed."""
        form, name = project.documents[summary.request.form], summary.request.matrix
        matrix = next(part for part, _ in parts(form) if isinstance(part, Matrix) and part.id == name)
        return Frame(Context(project, summary, (language,)), summary, matrix, district, letters)

    @property
    def framework(self) -> Framework:
        """What teachers' competencies are those of."""
        return self.edition.framework(self.matrix.framework)

    @property
    def competencies(self) -> list[Competency]:
        """The competencies of the form, in its order."""
        return list(self.framework.competencies())

    def say(self, text: Text, **values: object) -> str:
        """A text of the content without its styles; `values` fill its braces."""
        said = plain(text[self.edition.languages[0]])
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said

    def tab(self, part: SummaryPart) -> str:
        """The title of a part's sheet, on its tab; it is the short one."""
        return self.say(part.tab or part.title)

    def word(self, name: str) -> str:
        """A fixed word."""
        return self.edition.word(name).plain

    def field(self, name: str) -> str:
        """The label of a field of the bank."""
        return self.say(self.edition.project.fields[name].label)

    def legible(self, text: str) -> str:
        """A text from outside, in characters that can be shown."""
        return "".join(sign if not self.letters or sign in self.letters else UNKNOWN for sign in text)

    def literal(self, text: object) -> Phrase:
        """A number, or a text from outside."""
        return self.edition.literal(self.legible(str(text)))

    def named(self, name: str) -> str:
        """What a school calls what it added."""
        return name or self.say(self.summary.words.unnamed)

    def subject(self, name: str) -> str:
        """A subject of the form."""
        return next(self.say(subject.label) for subject in self.matrix.subjects if subject.id == name)

    def called(self, competency: str) -> str:
        """The code and the short name of a competency of the form; of what schools added, what all of it is called."""
        if competency == OWN:
            return self.say(self.summary.parts.own_competencies.title)
        return next(f"{found.code}. {self.say(found.short)}" for found in self.competencies if found.id == competency)

    def leaders(self, leaders: LeaderNeeds) -> Mapping[str, Competency]:
        """The competencies whose codes a field lists, by id."""
        return {found.id: found for found in self.edition.framework(leaders.framework).competencies()}

    def first(self, numbers: Mapping[str, int]) -> list[str]:
        """The first needs by the number of people: `12. Questions (3)`; ties stand in the framework's order."""
        order = [*(found.id for found in self.competencies), OWN]
        found = sorted((row for row in order if numbers.get(row)), key=lambda row: -numbers[row])
        return [f"{self.called(row)} ({numbers[row]})" for row in found[: self.summary.first]]

    def by_form(self) -> list[SubjectNeeds]:
        """The subjects of the form in its order."""
        found = {subject.subject: subject for subject in self.district.subjects}
        return [found[subject.id] for subject in self.matrix.subjects]

    def needs(self) -> dict[str, Need]:
        """The needs of the form's competencies, by id."""
        return {need.competency: need for need in self.district.needs}


def added(subjects: Iterable[SubjectNeeds], row: str) -> int:
    """The numbers of several subjects in a row."""
    return sum(subject.numbers.get(row, 0) for subject in subjects)
