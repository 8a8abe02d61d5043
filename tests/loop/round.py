"""The whole loop once, with the sample school, as people and the commands go through it.

forms → `collect` → the deputy types in what was agreed, LibreOffice saves; talk sheets come back → `collect --with` → `plan` →
the request joins those of the neighbours → `district`. What the commands said is kept; every file stays where it was written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf

from kalyp.loop.model import Person, School
from kalyp.loop.sample_school import (
    Filled,
    SampleSchool,
    filled_forms,
    known_school,
    load_district,
    load_school,
    request_forms,
)
from kalyp.model.core import Field, FieldKind, Phrase
from kalyp.write.pdf import forms as pdf_forms
from tests.built import Built
from tests.copies import start
from tests.loop.cells import Sheets
from tests.loop.filled import ENGINES, hand_in, office
from tests.support import ROOT
from tests.widgets import widgets
from tests.write.pdf.viewers import VIEWERS

SAMPLE = ROOT / "tests/sample_school"
LANGUAGE = "ky"  # of most forms, and so of the workbook
BOOK = "4.2-school-workbook.xlsx"
REQUEST = "4.3-training-request"
PATIENCE = 600  # s; other tests may run beside
BOXES = {"agreed": FieldKind.MARK, "compared": FieldKind.MARK, "priority": FieldKind.CHECK}  # of a talk sheet


@dataclass(slots=True)
class Round:
    """Where everything stands. `said`: what each command said; `school`: what has to be in the workbook at the end."""

    built: Built
    root: Path
    work: Path
    sample: SampleSchool
    forms: list[Filled]
    school: School
    made: dict[str, str] = field(default_factory=dict)  # file → by what it was filled in
    said: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)  # of the returned files before anything was run

    @property
    def returned(self) -> Path:
        """The forms, as they came back."""
        return self.work / "forms"

    @property
    def first(self) -> Path:
        """The workbook of the forms."""
        return self.work / "forms-collected" / BOOK

    @property
    def typed(self) -> Path:
        """The same, as the deputy has completed it."""
        return self.work / "typed.xlsx"

    @property
    def talks(self) -> Path:
        """The talk sheets that came back."""
        return self.work / "talks"

    @property
    def last(self) -> Path:
        """The workbook with everything in it."""
        return self.work / "talks-collected" / BOOK

    @property
    def plans(self) -> Path:
        """What was made of the workbook."""
        return self.last.with_name(f"{self.last.stem}-plan")

    @property
    def requests(self) -> Path:
        """The requests of the district."""
        return self.work / "requests"

    @property
    def summary(self) -> Path:
        """The district's summary."""
        return self.work / "requests-district"

    def run(self, *arguments: str | Path, status: int = 0) -> str:
        """Run the command, which has to end with this status; returns what it said."""
        with start(self.root, *map(str, arguments)) as process:
            out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == status, f"{arguments[0]}: {process.returncode}\n{out[-3000:]}{err[-3000:]}"
        return out


def go_round(built: Built, root: Path, work: Path) -> Round:
    """Go through the loop once. `root`: a copy of the built project to run the commands in; `work`: an empty folder."""
    sample = load_school(SAMPLE)
    forms = filled_forms(sample, built.project)
    made = Round(built, root, work, sample, forms, known_school(sample, built.project, LANGUAGE))
    made.made = hand_in(built, forms, made.returned, work / "work-forms")
    made.hashes = hashes(made.returned)
    made.said["collect"] = made.run("collect", made.returned, status=1)  # some forms are missing, and it says so
    made.school = _numbered(made.school, Sheets(made.first.read_bytes()))
    _type_in(made)
    _return_talks(made)
    made.said["collect --with"] = made.run("collect", made.talks, "--with", made.typed, status=1)
    made.said["plan"] = made.run("plan", made.last)
    neighbours = request_forms(load_district(SAMPLE), built.project)
    hand_in(built, neighbours, made.requests, work / "work-requests")
    (made.requests / "own.xlsx").write_bytes((made.plans / f"{REQUEST}.xlsx").read_bytes())
    made.said["district"] = made.run("district", made.requests)
    return made


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _numbered(school: School, book: Sheets) -> School:
    """The people with the numbers that they have in the workbook, in its order."""
    names = {book.value(f"staff.{number}.name"): number for number in range(1, len(school.people) + 1)}
    people = sorted((replace(person, number=names[person.name]) for person in school.people), key=lambda each: each.number)
    return replace(school, people=tuple(people))


def _type_in(made: Round) -> None:
    """Complete the workbook as a deputy does, and save it in LibreOffice."""
    book = Sheets(made.first.read_bytes())
    values = {f"school.{name}": value for name, value in made.school.fields.items()}
    by_name = {person.name: person for person in made.sample.people}
    for person in made.school.people:
        values |= _subjects(made.school, person, book)
        for post in by_name[person.name].posts:
            if post.talk == "typed":
                values |= _agreed(person, post.group, place(person, post.group, book))
    book.type(values)
    made.typed.write_bytes(book.saved())
    office("xlsx", [made.typed], made.work / "work-typed")


def _subjects(school: School, person: Person, book: Sheets) -> dict[str, str]:
    """The subjects that nobody but the deputy knew."""
    named = {f"free-{number}": name for number, name in enumerate(school.free_subjects, 1)}
    cells = {f"staff.{person.number}.subject-{place}": named.get(id, id) for place, id in enumerate(person.subjects, 1)}
    return {name: value for name, value in cells.items() if not book.value(name)}


def place(person: Person, group: str, book: Sheets) -> int:
    """A person's place in a group: that of the staff sheet, or the one in which their number stands."""
    if f"person.{group}.1" not in book.places:
        return person.number
    return next(at for at in range(1, 100) if book.value(f"person.{group}.{at}") == str(person.number))


def _agreed(person: Person, group: str, place: int) -> dict[str, str]:
    ratings = person.ratings[group]
    levels = {f"level.{group}.{place}.agreed.{competency}": level for competency, level in ratings.agreed.items()}
    return levels | {f"priority.{group}.{place}.{competency}": "on" for competency in ratings.priorities}


def _return_talks(made: Round) -> None:
    """Fill in the talk sheets of those whose talk ended on one, in one viewer after the other."""
    frameworks = {group.id: group.framework for group in made.built.project.documents["kg-4.2"].groups}  # type: ignore[union-attr]
    wanted = {
        (person.name, frameworks[post.group]): post.group
        for person in made.sample.people
        for post in person.posts
        if post.talk == "sheet"
    }
    people = {person.name: person for person in made.school.people}
    made.talks.mkdir()
    for sheet in sorted((made.first.parent / "talks").iterdir()):
        with pikepdf.open(sheet) as pdf:
            known = pdf_forms.read(pdf)
        name = known["full-name"]
        group = wanted.pop((name, known["compared"]), None)
        if group is None:
            continue
        ratings = people[name].ratings[group]
        values = {f"agreed.{competency}": level for competency, level in ratings.agreed.items()}
        values |= {f"priority.{competency}": "on" for competency in ratings.priorities}
        asked = [Field(BOXES.get(each.partition(".")[0], FieldKind.TEXT), each, Phrase(())) for each in known]
        engine = ENGINES[len(made.made) % len(ENGINES)]
        VIEWERS[engine].fill(sheet, made.talks / sheet.name, widgets(sheet, asked), values)
        made.made[f"talks/{sheet.name}"] = engine
    assert not wanted, "each has a sheet"
