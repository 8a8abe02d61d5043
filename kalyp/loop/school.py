"""A school ⇄ what stands in the inputs of its workbook, by name (`staff.3.name`, `level.teachers.3.own.12` …)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kalyp.loop.model import AGREED, OWN, SUPERVISOR, Finding, Person, Ratings, School
from kalyp.lower.workbook.frame import FREE, Frame, own_subjects
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.model.workbook import Group, Workbook

ON = "on"  # the value of a box with a cross in it
SUBJECTS = ("subject-1", "subject-2")  # as many as a person has on the staff sheet
_PARTS = {"school", "need", "subject", "staff", "person", "level", "priority"}  # how the names of inputs begin
_WHO = (OWN, SUPERVISOR, AGREED)
_Inner = dict[str, str]  # the rest of an input's name → its value


def covers(name: str) -> bool:
    """Whether what stands in an input is a part of the school; other inputs, such as rows of the request, are only kept."""
    return name.partition(".")[0] in _PARTS


def values_of(school: School, workbook: Workbook) -> dict[str, str]:
    """The inputs of a workbook that holds this school; those that are empty are not there.

    People of a group with places of its own get them in the order of the staff sheet. Whoever has no room in the workbook is in
    it all the same: `kalyp.loop.school.fitted` cuts a school to size, and says so.
    """
    return {name: value for name, value in _inputs(school, workbook) if value}


def _inputs(school: School, workbook: Workbook) -> Iterator[tuple[str, str]]:
    yield from ((f"school.{name}", value) for name, value in school.fields.items())
    yield "need", school.need
    yield from ((f"subject.{FREE}{number}", name) for number, name in enumerate(school.free_subjects, 1))
    for person in school.people:
        yield from ((f"staff.{person.number}.{name}", value) for name, value in _staff(person))
    for group in workbook.groups:
        members = [person for person in school.people if group.id in person.ratings]
        for place, person in enumerate(members, 1):
            if group.places is not None:
                yield f"person.{group.id}.{place}", str(person.number)
            at = f"{group.id}.{place if group.places is not None else person.number}"
            yield from _rated(at, person.ratings[group.id])


def _staff(person: Person) -> Iterator[tuple[str, str]]:
    yield "name", person.name
    yield "position", person.position
    yield from zip(SUBJECTS, person.subjects, strict=False)
    yield "taught", person.taught
    yield "category", person.category
    yield "left-out", ON if person.left_out else ""


def _rated(at: str, ratings: Ratings) -> Iterator[tuple[str, str]]:
    for who, levels in zip(_WHO, (ratings.own, ratings.supervisor, ratings.agreed), strict=True):
        yield from ((f"level.{at}.{who}.{competency}", level) for competency, level in levels.items())
    yield from ((f"priority.{at}.{competency}", ON) for competency in ratings.priorities)


def fitted(school: School, workbook: Workbook, project: Project) -> tuple[School, list[Finding]]:
    """The school without those for whom the workbook has no room, on the staff sheet or in a group; each is a finding."""
    findings = [Finding.of("no-row", person=person.name) for person in school.people if person.number > workbook.people]
    people = {person.number: person for person in school.people if person.number <= workbook.people}
    for group in workbook.groups:
        members = [person for person in people.values() if group.id in person.ratings]
        for person in members[group.places or workbook.people :]:
            rest = {id: ratings for id, ratings in people[person.number].ratings.items() if id != group.id}
            people[person.number] = replace(people[person.number], ratings=rest)
            form = project.documents[group.own.form].code
            findings.append(Finding.of("no-place", person=person.name, form=form, most=group.places))
    return replace(school, people=tuple(people.values())), findings


def school_of(values: Mapping[str, str], workbook: Workbook, project: Project) -> tuple[School, list[Finding]]:
    """The school that stands in a workbook, and what in it can't be as it is.

    Levels, subjects and categories that the workbook doesn't know count as none; levels without a person, and the second place of
    a person in one group, are passed over. Each of these is a finding. Somebody without a name stays, for their levels' sake.
    """
    return _Reader(values, workbook, project).read()


@dataclass(slots=True)
class _Place:
    """What stands in one place of a group."""

    person: str = ""
    levels: dict[tuple[str, str], str] = field(default_factory=dict)  # (who, competency) → level
    priorities: set[str] = field(default_factory=set)


class _Reader:
    """Reads one workbook's values, and notes what it finds."""

    def __init__(self, values: Mapping[str, str], workbook: Workbook, project: Project) -> None:
        self._workbook, self._project = workbook, project
        self._frame = Frame(project, workbook, next(iter(project.languages)), {})
        self._findings: list[Finding] = []
        self._parts: dict[str, _Inner] = defaultdict(dict)
        for name, value in values.items():
            head, _, rest = name.partition(".")
            if value.strip():
                self._parts[head][rest] = value.strip()

    def read(self) -> tuple[School, list[Finding]]:
        people = {person.number: person for person in self._staff()}
        for group in self._workbook.groups:
            for number, ratings in self._group(group, people).items():
                person = people[number]
                people[number] = replace(person, ratings={**person.ratings, group.id: ratings})
        for person in people.values():
            if not person.name:
                self._note("row-nameless", row=person.number)
        head = {name: self._parts["school"][name] for name in self._workbook.fields if name in self._parts["school"]}
        need = self._one_of("need-unknown", self._parts["need"].get("", ""), {need.id for need in self._workbook.needs})
        found = School(head, need, self._own_subjects(), tuple(people[number] for number in sorted(people)))
        return found, self._findings

    def _note(self, code: str, **values: object) -> None:
        self._findings.append(Finding.of(code, **values))

    def _one_of(self, code: str, value: str, known: set[str], **values: object) -> str:
        if value and value not in known:
            self._note(code, value=value, **values)
            return ""
        return value

    def _own_subjects(self) -> tuple[str, ...]:
        names = [self._parts["subject"].get(name, "") for name in own_subjects(self._workbook)]
        while names and not names[-1]:
            names.pop()
        return tuple(names)

    def _staff(self) -> Iterator[Person]:
        """Everybody with something in their row, and every row that has levels in a group without places of its own."""
        rows: dict[int, _Inner] = defaultdict(dict)
        for name, value in self._parts["staff"].items():
            at, _, what = name.partition(".")
            if at.isdecimal():
                rows[int(at)][what] = value
        everybody = [group.id for group in self._workbook.groups if group.places is None]
        for group in everybody:
            for number in self._places(group):
                rows.setdefault(number, {})
        own = list(zip(own_subjects(self._workbook), self._own_subjects(), strict=False))
        names = {name.casefold(): id for id, name in reversed(own) if name}  # of two with one name the first, as in formulas
        subjects = {id: id for id in self._frame.subject_ids}
        categories = {category for category, _ in self._frame.categories}
        for number, row in sorted(rows.items()):
            who = row.get("name") or str(number)
            written = [row.get(name, "") for name in SUBJECTS]  # cells show the school's own subjects by their names
            known = [subjects.get(name) or names.get(name.casefold(), name) for name in written]
            taught = [self._one_of("subject-unknown", name, set(subjects), person=who) for name in known]
            category = self._one_of("category-unknown", row.get("category", ""), categories, person=who)
            yield Person(
                number=number,
                name=row.get("name", ""),
                position=row.get("position", ""),
                subjects=tuple(dict.fromkeys(subject for subject in taught if subject)),
                taught=row.get("taught", ""),
                category=category,
                left_out=row.get("left-out") == ON,
            )

    def _places(self, group: str) -> dict[int, _Place]:
        """What stands in the places of a group, by the place's number."""
        found: dict[int, _Place] = defaultdict(_Place)
        for part in ("person", "level", "priority"):
            for name, value in self._parts[part].items():
                of, _, rest = name.partition(".")
                number, _, what = rest.partition(".")
                if of != group or not number.isdecimal():
                    continue
                place = found[int(number)]
                if part == "person":
                    place.person = value
                elif part == "priority":
                    place.priorities |= {what} if value == ON else set()
                else:
                    who, _, competency = what.partition(".")
                    place.levels[who, competency] = value
        return dict(sorted(found.items()))

    def _group(self, group: Group, people: Mapping[int, Person]) -> dict[int, Ratings]:
        """The ratings of a group's people, by their numbers on the staff sheet."""
        found: dict[int, Ratings] = {}
        for number, place in self._places(group.id).items():
            person = place.person if group.places is not None else str(number)
            where = {"form": self._project.documents[group.own.form].code, "place": number}
            if not person:
                self._note("person-missing", **where)
            elif not person.isdecimal() or int(person) not in people:
                self._note("person-unknown", value=person, **where)
            elif int(person) in found:
                self._note("person-twice", person=people[int(person)].name or person, **where)
            else:
                found[int(person)] = self._ratings(group, place, people[int(person)].name or person)
        return found

    def _ratings(self, group: Group, place: _Place, person: str) -> Ratings:
        framework = self._project.frameworks[group.framework]
        levels: dict[str, dict[str, str]] = {who: {} for who in _WHO}
        known = {level.id for level in framework.levels}
        for who in _WHO:
            for competency in framework.competencies():
                level = place.levels.get((who, competency.id), "")
                if level := self._one_of("level-unknown", level, known, person=person, competency=competency.code):
                    levels[who][competency.id] = level
        priorities = tuple(competency for competency in _ids(framework) if competency in place.priorities)
        return Ratings(levels[OWN], levels[SUPERVISOR], levels[AGREED], priorities)


def _ids(framework: Framework) -> list[str]:
    return [competency.id for competency in framework.competencies()]
