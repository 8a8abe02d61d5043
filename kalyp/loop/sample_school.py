"""The files of the sample school → its forms, filled in; what is agreed in it; the requests of its neighbours.

Everything is checked as it is read: a slip in the data raises `pydantic.ValidationError` or `ValueError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from kalyp.loop.model import OWN, SUPERVISOR, Person, Ratings, School
from kalyp.lower.document import lower_document
from kalyp.model.asking import Matrix, Rating
from kalyp.model.base import Text
from kalyp.model.document import AnyDocument, Document
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.model.walk import fields

MISSING = "."  # a level or number that is not there
BETWEEN = "|"  # the parts of a request's row
NAMES = ("full-name", "teacher-name", "specialist-name", "school-head-name")  # the fields of forms that ask who it is about
TYPED: Literal["typed"] = "typed"
SHEET: Literal["sheet"] = "sheet"  # how what was agreed comes back
Rows = dict[str, str]


class _Item(BaseModel):
    """A part of the files; what is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SampleForm(_Item):
    """How a form was filled in: by whom, and what stands in fields besides name, school, category and levels."""

    language: str
    format: Literal["pdf", "docx", "xlsx"]
    date: str
    by: str = ""
    fields: Rows = {}
    ticks: list[str] = []


class SamplePost(_Item):
    """A person in a group of the workbook. Levels are figures in the framework's order; spaces are for the eye."""

    group: str
    own: str = ""
    supervisor: str = ""
    agreed: str = ""
    priorities: list[str] = []
    talk: Literal["typed", "sheet"] = TYPED
    own_form: SampleForm | None = None
    supervisor_form: SampleForm | None = None

    @field_validator("priorities", mode="before")
    @classmethod
    def _as_text(cls, value: list[object]) -> list[str]:
        return [str(each) for each in value]


class SamplePerson(_Item):
    """Somebody of the staff, with the subjects that the school counts them for."""

    name: str
    category: str = ""
    subjects: list[str] = []
    posts: list[SamplePost]


class SampleSchool(_Item):
    """The school: its head fields, its own subjects, which form is whose, its people."""

    school: dict[str, Text]
    need: str
    free_subjects: list[Text]
    forms: dict[str, dict[str, str]]  # the group, whose view → the form
    people: list[SamplePerson] = Field(min_length=1)


class SampleRequest(_Item):
    """The request of a neighbour: numbers of teachers by competency."""

    language: str
    format: Literal["pdf", "docx", "xlsx"]
    own_subjects: list[str] = []
    fields: Rows
    request: Rows


class SampleDistrict(_Item):
    """The neighbours, who all filled in one form."""

    document: str
    schools: list[SampleRequest]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody hands it in: `file` from the folder, with slashes; `person` 0 for a school's form."""

    file: str
    document: str
    language: str
    format: str
    values: Mapping[str, str]
    person: int = 0
    group: str = ""


def load_school(folder: Path) -> SampleSchool:
    """The sample school. Raises FileNotFoundError where there is none."""
    return SampleSchool.model_validate(_parsed(folder / "school.yaml"))


def load_district(folder: Path) -> SampleDistrict:
    """The school's neighbours. Raises FileNotFoundError where there are none."""
    return SampleDistrict.model_validate(_parsed(folder / "district.yaml"))


def _parsed(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.safe_load(file)


def filled_forms(sample: SampleSchool, project: Project) -> list[Filled]:
    """Every form of the school in the order of its people, with all that stands in it."""
    asked = _Asked(project)
    found = []
    for number, person in enumerate(sample.people, 1):
        for post in person.posts:
            for who, form, row in ((OWN, post.own_form, post.own), (SUPERVISOR, post.supervisor_form, post.supervisor)):
                if form:
                    document = sample.forms[post.group][who]
                    values = _form_values(sample, person, form, asked.names(document, form.language))
                    values |= {f"level.{name}": level for name, level in levels(framework_of(project, document), row).items()}
                    file = f"{project.documents[document].code}/{person.name}.{form.format}"
                    found.append(Filled(file, document, form.language, form.format, values, number, post.group))
    return found


class _Asked:
    """The names of the fields of forms."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def names(self, document: str, language: str) -> frozenset[str]:
        """Those of a form in a language."""
        if (document, language) not in self._known:
            lowered = lower_document(self._project, self._project.documents[document], (language,))
            self._known[document, language] = frozenset(field.name for field in fields(lowered.blocks))
        return self._known[document, language]


def _form_values(sample: SampleSchool, person: SamplePerson, form: SampleForm, asked: frozenset[str]) -> Rows:
    """What stands in a form but for its levels: what it asks of person and school, and what is its own."""
    own = form.fields | dict.fromkeys(form.ticks, "on")
    if unknown := sorted(set(own) - asked):
        raise ValueError(f"{person.name}: the form has no fields {', '.join(unknown)}")
    facts = dict.fromkeys(NAMES, person.name) | {
        "school": sample.school["school"][form.language],
        "category": person.category,
        "date": form.date,
        "supervisor-name": form.by,
    }
    return {name: value for name, value in (facts | own).items() if name in asked and value}


def framework_of(project: Project, document: str) -> Framework:
    """The framework that a form rates by. Raises ValueError for a form that rates nothing."""
    form = project.documents[document]
    for block in form.blocks if isinstance(form, Document) else ():
        if isinstance(block, Rating):
            return project.frameworks[block.framework]
    raise ValueError(f"{document} has no rating")


def levels(framework: Framework, row: str) -> dict[str, str]:
    """A row of figures as levels by competency; those that are missing are left out."""
    figures, ids = row.replace(" ", ""), [competency.id for competency in framework.competencies()]
    if figures and len(figures) != len(ids):
        raise ValueError(f"{row!r} has {len(figures)} levels; {framework.id} has {len(ids)} competencies")
    marks = {str(level.mark): level.id for level in framework.levels}
    return {name: marks[figure] for name, figure in zip(ids, figures, strict=False) if figure != MISSING}


def known_school(sample: SampleSchool, project: Project, language: str) -> School:
    """The school once all forms are in, the talks are over and the deputy has typed in what forms don't ask.

    What people wrote of their posts and subjects is left out.
    """
    people = []
    for number, person in enumerate(sample.people, 1):
        ratings = {}
        for post in person.posts:
            framework = framework_of(project, sample.forms[post.group][OWN])
            own, supervisor, agreed = (levels(framework, row) for row in (post.own, post.supervisor, post.agreed))
            if unknown := set(post.priorities) - {competency.id for competency in framework.competencies()}:
                raise ValueError(f"{person.name}: {framework.id} has no {', '.join(sorted(unknown))}")
            ratings[post.group] = Ratings(own, supervisor, agreed, tuple(post.priorities))
        people.append(Person(number, person.name, subjects=tuple(person.subjects), category=person.category, ratings=ratings))
    head = {name: text[language] for name, text in sample.school.items()}
    return School(head, sample.need, tuple(text[language] for text in sample.free_subjects), tuple(people))


def request_forms(district: SampleDistrict, project: Project) -> list[Filled]:
    """The neighbours' requests, filled in with the sums that they come to."""
    document = project.documents[district.document]
    found = []
    for number, school in enumerate(district.schools, 1):
        values = school.fields | {f"request-subject.{place}": name for place, name in enumerate(school.own_subjects, 1)}
        values |= _request_values(school, _matrix(document))
        file = f"{document.code}/{number}.{school.format}"
        found.append(Filled(file, district.document, school.language, school.format, values))
    return found


def _matrix(document: AnyDocument) -> Matrix:
    return next(block for block in getattr(document, "blocks", ()) if isinstance(block, Matrix))


def _request_values(school: SampleRequest, matrix: Matrix) -> Rows:
    """The cells of a request: its rows, and the sums of its columns."""
    free = [f"free-{place}" for place in range(1, len(school.own_subjects) + 1)]
    columns = ["count", *(subject.id for subject in matrix.subjects), *free]
    sums = dict.fromkeys(columns, 0)
    values = {}
    for competency, row in school.request.items():
        numbers = row.replace(BETWEEN, " ").split()
        for column, number in zip(columns, numbers, strict=True):
            if number != MISSING:
                values[f"{matrix.id}.{competency}.{column}"] = number
                sums[column] += int(number)
    return values | {f"{matrix.id}.total.{column}": str(total) for column, total in sums.items() if total}
