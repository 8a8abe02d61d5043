"""A school's plans → files in a folder: the request, the plan of the year, a plan for each person; each in all its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kalyp.loop.desk import Desk
from kalyp.loop.filenames import file_names
from kalyp.loop.filling import Blank
from kalyp.loop.model import Finding
from kalyp.loop.plans import Goals, Planner
from kalyp.model.document import AnyDocument
from kalyp.write.formats import FORMATS
from kalyp.write.paths import output_path, write_whole

Progress = Callable[[int, int, str], None]  # files written, files to write, the one just written
FORMS = ("pdf", "docx", "xlsx")  # in which a form can be filled


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be written: its path from the folder, without the ending."""

    path: str
    blank: Blank
    form: str
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.path + FORMATS[self.form].ending


@dataclass(slots=True)
class Planned:
    """What was written, by path from the folder, and which texts a print of it would cut."""

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def documents(planner: Planner) -> list[AnyDocument]:
    """The forms that are filled in: their blank outputs have to be there."""
    known = planner.frame.project.documents
    plans = planner.plans
    return [planner.frame.form, known[plans.yearly.form], known[plans.individual.form]]


def write_plans(desk: Desk, planner: Planner, folder: Path, progress: Progress) -> Planned:
    """Write everything into a folder, each file whole; the same school gives the same bytes. Raises OSError with a path."""
    request, yearly, individual = (Blank(desk, document, planner.frame.language) for document in documents(planner))
    files = [
        *_school(request, planner.request(), planner),
        *_school(yearly, planner.yearly(), planner),
        *_people(individual, planner),
    ]
    done = Planned()
    for number, file in enumerate(files, 1):
        filled = file.blank.fill(file.values, file.form)
        write_whole(folder / file.name, filled.data)
        done.files.append(file.name)
        if filled.cut:
            labels = "; ".join(dict.fromkeys(file.blank.label(name) for name in filled.cut))
            done.findings.append(Finding.of("plan-cut", file=file.name, fields=labels))
        progress(number, len(files), file.name)
    return done


def _school(blank: Blank, values: Mapping[str, str], planner: Planner) -> Iterator[_File]:
    path = _stem(blank.document, planner)
    return (_File(path, blank, form, _asked(blank, values, planner)) for form in _forms(blank.document))


def _people(blank: Blank, planner: Planner) -> Iterator[_File]:
    goals, stem = planner.goals(), _stem(blank.document, planner)
    for form in _forms(blank.document):
        for name, each in zip(_names(goals, planner), goals, strict=True):
            path = str(PurePosixPath(stem, form, name))
            yield _File(path, blank, form, _asked(blank, each.values, planner))


def _names(goals: Sequence[Goals], planner: Planner) -> list[str]:
    """The name of each plan's file: the person's, and with a second post the code of the self-assessment, too."""
    people = file_names({each.person.number: each.person.name for each in goals})
    posts = [each.person.number for each in goals]
    found: list[str] = []
    for each in goals:
        name = people[each.person.number]
        if posts.count(each.person.number) > 1:
            name = f"{name} {planner.frame.project.documents[each.group.own.form].code}"
        while name.casefold() in (other.casefold() for other in found):
            name += "-"
        found.append(name)
    return found


def _forms(document: AnyDocument) -> list[str]:
    return [form for form in FORMS if form in document.formats]


def _stem(document: AnyDocument, planner: Planner) -> str:
    """What the files of a form are called, as among the blank ones."""
    return PurePosixPath(output_path(document, (planner.frame.language,), FORMS[0])).stem


def _asked(blank: Blank, values: Mapping[str, str], planner: Planner) -> dict[str, str]:
    """The values without those of the workbook's head for which this form doesn't ask."""
    return {name: value for name, value in values.items() if name in blank or name not in planner.head}
