"""Rows of the staff sheet with their sheets → people: post, subjects, category, levels; and what the forms say of the school.

What was typed into the workbook stays. A person's own forms go before the supervisor's; where the own ones say different
things, nothing is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from kalyp.loop.likeness import alike
from kalyp.loop.model import AGREED, OWN, SUPERVISOR, Finding, Person, Ratings, School, Who
from kalyp.loop.school import SUBJECTS
from kalyp.loop.sheets import Sheet
from kalyp.loop.subjects import Subjects, written
from kalyp.lower.workbook.frame import Frame
from kalyp.model.project import Project
from kalyp.model.workbook import Group, GroupForm, Workbook


class Known(Protocol):
    """What is known of somebody on the staff sheet."""

    name: str
    before: Person | None
    left_out: bool
    sheets: list[Sheet]


class Details:
    """Works out what stands in the rows of a staff sheet, in the workbook's language."""

    def __init__(self, before: School, workbook: Workbook, project: Project, language: str) -> None:
        self._before, self._workbook, self._project, self._language = before, workbook, project, language
        self._subjects = Subjects(workbook, project, before.free_subjects)
        self._frame = Frame(project, workbook, language, {})
        self.own_subjects: tuple[str, ...] = before.free_subjects

    # --- People ---

    def people(self, rows: Sequence[tuple[int, Known]]) -> tuple[tuple[Person, ...], list[tuple[str, list[Finding]]]]:
        """The people, by their numbers on the staff sheet, and what was found of each who has something to look at."""
        taught = {number: self._taught(row) for number, row in rows}
        recognised = {number: self._recognised(texts) for number, texts in taught.items()}
        new = [subjects for number, row in rows if not _subjects_typed(row) for subjects in [recognised[number][0]]]
        self.own_subjects, places = self._subjects.places(new, self._language)
        people, found = [], []
        for number, row in rows:
            findings: list[Finding] = []
            subjects = self._chosen(row, *recognised[number], places, findings)
            people.append(self._person(number, row, subjects, written(taught[number]), findings))
            found.append((row.name, findings))
        return tuple(people), [(name, findings) for name, findings in found if findings]

    def _person(self, number: int, row: Known, subjects: tuple[str, ...], taught: str, findings: list[Finding]) -> Person:
        before = row.before or Person(number, row.name)
        category = self._category(row, findings)
        ratings = {group.id: made for group in self._workbook.groups if (made := self._ratings(row, group, findings))}
        if row.left_out:  # also if nothing contradictory came this time
            findings.append(Finding.of("left-out"))
        return Person(
            number=number,
            name=row.name,
            position=before.position or written(sheet.position for sheet in _by(row, OWN)),
            subjects=subjects,
            taught=before.taught or taught,
            category=category,
            left_out=row.left_out,
            ratings=ratings,
        )

    def _ratings(self, row: Known, group: Group, findings: list[Finding]) -> Ratings | None:
        """The levels and priorities in a post; None for who doesn't have it."""
        sheets = {sheet.who: sheet for sheet in reversed(row.sheets) if sheet.group == group.id}
        before = row.before.ratings.get(group.id) if row.before else None
        if not sheets and before is None:
            return None
        before = before or Ratings()
        typed: dict[Who, Mapping[str, str]] = {OWN: before.own, SUPERVISOR: before.supervisor, AGREED: before.agreed}
        levels = {who: {**(sheets[who].levels if who in sheets else {}), **typed[who]} for who in typed}
        priorities = before.priorities or (sheets[AGREED].priorities if AGREED in sheets else ())
        pair: tuple[tuple[Who, GroupForm, Who], ...] = ((OWN, group.own, SUPERVISOR), (SUPERVISOR, group.supervisor, OWN))
        for who, form, other in pair:
            if levels[other] and not levels[who] and not row.left_out:  # what is missing there may be in the other row
                findings.append(Finding.of(f"{who}-missing", form=self._code(form.form)))
        if AGREED in sheets and not levels[OWN] and not levels[SUPERVISOR]:
            findings.append(Finding.of("agreed-alone", form=self._code(group.own.form), other=self._code(group.supervisor.form)))
        if len(priorities) > self._workbook.priorities:
            findings.append(Finding.of("priorities-many", count=len(priorities), most=self._workbook.priorities))
        order = [competency.id for competency in self._project.frameworks[group.framework].competencies()]
        own, supervisor, agreed = ({id: given[id] for id in order if id in given} for given in levels.values())
        return Ratings(own, supervisor, agreed, priorities)

    def _code(self, document: str) -> str:
        return self._project.documents[document].code or document

    def _category(self, row: Known, findings: list[Finding]) -> str:
        own, supervisor = ({sheet.category for sheet in _by(row, who)} - {""} for who in (OWN, SUPERVISOR))
        typed = row.before.category if row.before else ""
        said = own | supervisor | ({typed} if typed else set())
        chosen = typed or next(iter(own or supervisor), "")
        if not typed and len(own or supervisor) > 1:
            chosen = ""
        if len(said) > 1:
            names = {id: str(shown) for id, shown in self._frame.categories}
            different = "; ".join(names.get(id, id) for id in sorted(said, key=[*names, *said].index))
            findings.append(Finding.of("category-differ", values=different, taken=names.get(chosen, "–")))
        return chosen

    # --- Subjects ---

    def _taught(self, row: Known) -> list[str]:
        own, supervisor = ([sheet.taught for sheet in _by(row, who) if sheet.taught] for who in (OWN, SUPERVISOR))
        return own or supervisor

    def _recognised(self, texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = [self._subjects.recognise(text) for text in texts]
        subjects, rest = (dict.fromkeys(each for one in found for each in one[side]) for side in (0, 1))
        return tuple(subjects), tuple(rest)

    def _chosen(
        self, row: Known, found: tuple[str, ...], rest: tuple[str, ...], places: Mapping[str, str], findings: list[Finding]
    ) -> tuple[str, ...]:
        """The subjects of a person, of which the staff sheet has room for some; what can't be taken stays as it was written."""
        subjects = [places.get(id, id) for id in found]
        if row.before and row.before.subjects:
            if found and set(subjects) != set(row.before.subjects):
                findings.append(Finding.of("subjects-otherwise", written=written(self._taught(row))))
            return row.before.subjects
        if rest:
            findings.append(Finding.of("subject-not-known", written="; ".join(rest)))
        homeless = self._subjects.homeless(subjects, self._language)
        named = [id for id in subjects if id not in homeless]
        if homeless:
            findings.append(Finding.of("subject-no-place", written="; ".join(homeless.values())))
        if len(named) > len(SUBJECTS):
            findings.append(Finding.of("subjects-many", count=len(named), most=len(SUBJECTS)))
        return tuple(named[: len(SUBJECTS)])

    # --- The school ---

    def head(self, sheets: Iterable[Sheet]) -> tuple[dict[str, str], list[Finding]]:
        """What the workbook's head holds: what was typed, else what all forms say that say anything."""
        said: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for sheet in sheets:
            for name, value in sheet.head.items():
                said[name][sheet.language][value] += 1
        head, findings = dict(self._before.fields), []
        for name in self._workbook.fields:
            if name not in head and name in said:
                taken, finding = self._one(name, said[name])
                head |= {name: taken} if taken else {}
                findings += finding
        return {name: head[name] for name in self._workbook.fields if name in head}, findings

    def _one(self, name: str, said: Mapping[str, Counter[str]]) -> tuple[str, list[Finding]]:
        """What all say. Forms of several languages may each have it in theirs: then that of the workbook's language is taken."""
        ways = {language: {alike(value): value for value in counts} for language, counts in said.items()}
        different = {way: value for found in ways.values() for way, value in found.items()}
        times = Counter(alike(value) for counts in said.values() for value in counts.elements())
        values = "; ".join(f"{value} ({times[way]})" for way, value in different.items())
        if any(len(found) > 1 for found in ways.values()):
            return "", [Finding.of("head-differ", field=name, values=values)]
        first = next((language for language in (self._language, *self._project.languages) if language in ways), next(iter(ways)))
        taken = next(iter(ways[first].values()))
        return taken, [Finding.of("head-translated", field=name, values=values, taken=taken)] if len(different) > 1 else []


def _by(row: Known, who: Who) -> Iterator[Sheet]:
    return (sheet for sheet in row.sheets if sheet.who == who)


def _subjects_typed(row: Known) -> bool:
    return bool(row.before and row.before.subjects)
