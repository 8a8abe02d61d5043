"""`collect --sample`: the whole loop with the sample school → a new folder in which every step stands beside the others.

The steps go the ways of the commands: what stands in the folder is what they read and what they made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kalyp.commands import collect, district, plan
from kalyp.loop.collect import TALKS as TALK_SHEETS
from kalyp.loop.desk import Desk, open_desk
from kalyp.loop.filenames import safe
from kalyp.loop.filling import Blank, filled_pdf
from kalyp.loop.folders import fresh
from kalyp.loop.model import Person, Ratings, School
from kalyp.loop.returns import read_return
from kalyp.loop.sample_school import (
    SHEET,
    Filled,
    SampleDistrict,
    SampleSchool,
    filled_forms,
    known_school,
    load_district,
    load_school,
    request_forms,
)
from kalyp.loop.school import school_of, values_of
from kalyp.lower.workbook import lower_workbook
from kalyp.model.workbook import Workbook
from kalyp.problems import Problems
from kalyp.say import Speaker
from kalyp.write.paths import write_whole
from kalyp.write.xlsx.book import write

DATA = Path("tests/sample_school")  # from the project's root
FOLDER = "sample-loop"
FORMS, COLLECTED, TALKS, AGREED, PLANS, REQUESTS = (
    "1-forms",
    "2-collected",
    "3-talks",
    "4-collected",
    "5-plans",
    "6-requests",
)
SHEETS = "sheets"  # the folder of talk sheets that came back

Progress = Callable[[int, int, str], None]
Tell = Callable[[str, Mapping[str, object]], None]  # a line of the messages, and what fills its braces


class Stopped(Exception):
    """The content has problems, so that nothing can be made of forms."""

    def __init__(self, problems: Problems) -> None:
        super().__init__()
        self.problems = problems


@dataclass(slots=True)
class Outcome:
    """What came of it. `folder` None: nothing was written, since the sample isn't there or the content has problems."""

    folder: Path | None = None
    problems: Problems = field(default_factory=Problems)


def sample(root: Path, to: Path | None, language: str, speaker: Speaker, progress: Progress, tell: Tell) -> Outcome:
    """Show the loop in a new folder (`to`, else one in the current folder), in a language or that of most forms.

    `tell` is called after each step. Raises collect.WrongUse, and OSError with a path.
    """
    try:
        school, neighbours = load_school(root / DATA), load_district(root / DATA)
    except FileNotFoundError:
        raise collect.WrongUse("sample-missing", folder=DATA) from None
    desk, problems = open_desk(root)
    if desk is None:
        return Outcome(problems=problems)
    if language and language not in desk.project.languages:
        raise collect.WrongUse("unknown-language", id=language, known=", ".join(desk.project.languages))
    try:
        with fresh(to or Path(FOLDER)) as made:
            _Show(desk, school, neighbours, language, made.path, speaker, progress, tell).run()
    except Stopped as stopped:
        return Outcome(problems=stopped.problems)
    return Outcome(made.final)


@dataclass(slots=True)
class _Show:
    """The steps, in the folder where they leave what they make."""

    desk: Desk
    sample: SampleSchool
    district: SampleDistrict
    language: str
    folder: Path
    speaker: Speaker
    progress: Progress
    tell: Tell

    def run(self) -> None:
        """All of them."""
        self._return_forms()
        first = self._collect(FORMS, COLLECTED)
        self.language = first.collected.language
        self.tell("sample-collected", {"folder": COLLECTED, "file": first.workbook, "talks": len(first.talks)})
        self._talk(first)
        last = self._collect(TALKS, AGREED)
        self.tell("sample-agreed", {"folder": AGREED, "file": last.workbook})
        self._plan(last)
        self._sum_up()

    def _fill(self, forms: list[Filled], folder: str) -> None:
        """Fill forms in with our own functions and leave them in a folder."""
        documents = {form.document: self.desk.project.documents[form.document] for form in forms}
        self._sound(self.desk.blanks(documents.values(), self.desk.project.languages, self.progress))
        blanks: dict[tuple[str, str], Blank] = {}
        for number, form in enumerate(forms, 1):
            key = form.document, form.language
            blank = blanks.setdefault(key, Blank(self.desk, documents[form.document], form.language))
            write_whole(self.folder / folder / form.file, blank.fill(form.values, form.format).data)
            self.progress(number, len(forms), form.file)

    def _return_forms(self) -> None:
        forms = filled_forms(self.sample, self.desk.project)
        self._fill(forms, FORMS)
        self.tell("sample-forms", {"folder": FORMS, "count": len(forms), "people": len(self.sample.people)})

    def _collect(self, read: str, made: str) -> collect.Outcome:
        asked = collect.Asked(self.folder / read, self.folder / made, None, self.language)
        outcome = collect.run(self.desk.root, asked, self.speaker, self.progress)
        self._sound(outcome.problems)
        return outcome

    def _sound(self, problems: Problems) -> None:
        if problems:
            raise Stopped(problems)

    def _talk(self, first: collect.Outcome) -> None:
        """Some talk sheets come back; what others agreed on the deputy types in, with what no form asks for."""
        workbook = first.collected.workbook
        if workbook is None:
            raise ValueError("the sample's forms belong to no workbook")
        known = known_school(self.sample, self.desk.project, self.language)
        people = {person.name: person for person in known.people}
        by_sheet = {(person.name, post.group) for person in self.sample.people for post in person.posts if post.talk == SHEET}
        names = {person.number: person.name for person in first.collected.school.people}
        returned = 0
        for sheet in first.talks:
            if (name := names[sheet.number], sheet.group) in by_sheet:
                data = (self.folder / COLLECTED / TALK_SHEETS / sheet.file).read_bytes()
                filled = filled_pdf(data, _said(people[name].ratings[sheet.group]))
                write_whole(self.folder / TALKS / SHEETS / safe(sheet.file), filled.data)
                returned += 1
        path = self.folder / COLLECTED / first.workbook
        write_whole(self.folder / TALKS / first.workbook, self._typed(workbook, path, known, by_sheet))
        self.tell("sample-talks", {"folder": TALKS, "sheets": returned, "file": first.workbook})

    def _typed(self, workbook: Workbook, path: Path, known: School, by_sheet: set[tuple[str, str]]) -> bytes:
        (read,) = read_return(self.desk.project, path.parent, path)
        found, _ = school_of(read.values, workbook, self.desk.project)
        people = {person.name: person for person in known.people}
        typed = tuple(_typed(person, people[person.name], by_sheet) for person in found.people)
        school = replace(found, fields=known.fields, need=known.need, people=typed)
        return write(lower_workbook(self.desk.project, workbook, self.language, values_of(school, workbook)))

    def _plan(self, last: collect.Outcome) -> None:
        path = self.folder / AGREED / last.workbook
        outcome = plan.plan(self.desk.root, path, self.folder / PLANS, self.progress)
        self._sound(outcome.problems)
        values = {"folder": PLANS, "plans": outcome.people, "files": len(outcome.files), "findings": len(outcome.findings)}
        self.tell("sample-plans", values)

    def _sum_up(self) -> None:
        forms = request_forms(self.district, self.desk.project)
        self._fill(forms, REQUESTS)
        code = Path(forms[0].file).parent.name
        for own in sorted((self.folder / PLANS).glob(f"{code}*.xlsx")):
            write_whole(self.folder / REQUESTS / code / own.name, own.read_bytes())
        outcome = district.district(self.desk.root, self.folder / REQUESTS, self.language, self.progress)
        self._sound(outcome.problems)
        made = outcome.folder.name if outcome.folder else ""
        self.tell("sample-district", {"requests": REQUESTS, "count": len(forms) + 1, "folder": made})


def _said(ratings: Ratings) -> dict[str, str]:
    """What is written on a talk sheet."""
    agreed = {f"agreed.{competency}": level for competency, level in ratings.agreed.items()}
    return agreed | {f"priority.{competency}": "on" for competency in ratings.priorities}


def _typed(found: Person, known: Person, by_sheet: set[tuple[str, str]]) -> Person:
    """A person of the workbook with what the deputy types in: subjects, and what was agreed without a sheet."""
    ratings = {
        group: each
        if (known.name, group) in by_sheet
        else replace(each, agreed=known.ratings[group].agreed, priorities=known.ratings[group].priorities)
        for group, each in found.ratings.items()
    }
    return replace(found, subjects=known.subjects, ratings=ratings)
