"""What returns say of people, and the workbook as it was → the school's people, and what somebody has to look at.

Nothing is guessed. Two returns belong to one person if the names are alike (`kalyp.loop.likeness`). Two of one form that differ
become two rows, `Name` and `Name (2)`, and neither counts until somebody has decided. What stands in the workbook stays; forms
add to it, and where they say otherwise, that is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from unicodedata import normalize

from kalyp.loop.details import Details
from kalyp.loop.likeness import alike, by_alphabet, numbered, similar, unnumbered
from kalyp.loop.model import AGREED, OWN, SUPERVISOR, Finding, Person, Ratings, School
from kalyp.loop.sheets import Key, Sheet
from kalyp.model.project import Project
from kalyp.model.workbook import Group, Workbook

OTHERWISE = "workbook-otherwise"  # what a return says was not taken, though its person is known


@dataclass(slots=True)
class Row:
    """Somebody on the staff sheet in the making. `before`: as they stood in the workbook; `sheets`: what came for them."""

    name: str
    before: Person | None = None
    left_out: bool = False
    sheets: list[Sheet] = field(default_factory=list)

    def has(self, sheet: Sheet) -> bool:
        """Whether a sheet of this form has come already."""
        return any((other.group, other.who) == (sheet.group, sheet.who) for other in self.sheets)

    def typed(self, sheet: Sheet) -> tuple[dict[str, str], tuple[str, ...]]:
        """The levels and priorities that the workbook had where a sheet's belong."""
        ratings = self.before.ratings.get(sheet.group, Ratings()) if self.before else Ratings()
        return dict(getattr(ratings, sheet.who)), ratings.priorities if sheet.who == AGREED else ()


@dataclass(slots=True)
class Gathered:
    """The school, and what was found: of each return, of each person (by the name in the workbook), of the whole.

    `whose` is the name under which a return's person stands in the workbook; a return that is not in it could not be placed.
    """

    school: School
    of_returns: dict[Key, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    of_people: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    of_all: list[Finding] = field(default_factory=list)
    whose: dict[Key, str] = field(default_factory=dict)


def gather(sheets: Sequence[Sheet], before: School, workbook: Workbook, project: Project, language: str) -> Gathered:
    """Put together what sheets say and what stood in the workbook (an empty school where there was none).

    `language`: that of the workbook. People may be more than the workbook has rows for.
    """
    found = Gathered(before)
    rows = _Placing(before, workbook, project, found).place(sheets)
    for one, other in similar(sorted({unnumbered(row.name) for row in rows}, key=by_alphabet)):
        found.of_people[one].append(Finding.of("similar-name", other=other))
    details = Details(before, workbook, project, language)
    people, of_people = details.people([(number, row) for number, row in _numbers(rows, workbook)])
    for name, findings in of_people:
        found.of_people[name] += findings
    head, of_all = details.head(sheets)
    found.of_all += of_all
    found.school = School(head, before.need, details.own_subjects, people)
    return found


def _numbers(rows: Sequence[Row], workbook: Workbook) -> Iterator[tuple[int, Row]]:
    """Everybody's row on the staff sheet: as before, and new people below in the order of the alphabet; gaps are filled last."""
    kept = {row.before.number: row for row in rows if row.before}
    last = max(kept, default=0)
    inside = (*range(last + 1, workbook.people + 1), *(number for number in range(1, last) if number not in kept))
    free = chain(inside, count(max(last, workbook.people) + 1))
    new = sorted((row for row in rows if not row.before), key=lambda row: (by_alphabet(unnumbered(row.name)), row.name))
    return iter(sorted([*kept.items(), *zip(free, new)], key=lambda pair: pair[0]))  # noqa: B905  (free has no end)


class _Placing:
    """Finds for each sheet the row that it belongs to."""

    def __init__(self, before: School, workbook: Workbook, project: Project, found: Gathered) -> None:
        self._groups = [group.id for group in workbook.groups]
        self._codes = {group.id: _codes(group, project) for group in workbook.groups}
        self._marks = {group.id: _marks(group, project) for group in workbook.groups}
        self._found = found
        self._rows: list[Row] = []
        self._named: dict[str, list[Row]] = defaultdict(list)
        for person in before.people:
            self._add(Row(person.name, person, person.left_out))

    def place(self, sheets: Sequence[Sheet]) -> list[Row]:
        """Place all sheets; what was made for a person after the talk comes last. A sheet that came twice is taken once."""
        order = {OWN: 0, SUPERVISOR: 1, AGREED: 2}
        seen: dict[object, Sheet] = {}
        for sheet in sorted(sheets, key=lambda sheet: (order[sheet.who], self._groups.index(sheet.group), sheet.file)):
            first = seen.setdefault((sheet.group, sheet.who, alike(sheet.name), sheet.same), sheet)
            if first is sheet:
                self._place(sheet)
                continue
            self._say(sheet, "same-twice", other=first.file)
            if first.key in self._found.whose:
                self._found.whose[sheet.key] = self._found.whose[first.key]
        return self._rows

    def _say(self, sheet: Sheet, code: str, **values: object) -> None:
        self._found.of_returns[sheet.key].append(Finding.of(code, **values))

    def _add(self, row: Row) -> Row:
        self._rows.append(row)
        for name in {alike(row.name), alike(unnumbered(row.name))} - {""}:
            self._named[name].append(row)
        return row

    def _take(self, sheet: Sheet, row: Row) -> None:
        row.sheets.append(sheet)
        self._found.whose[sheet.key] = row.name

    def _place(self, sheet: Sheet) -> None:
        rows = self._named[alike(sheet.name)]
        if sheet.who == AGREED:  # it was made for a row, and bears its name
            rows = [row for row in rows if alike(row.name) == alike(sheet.name)] or rows
        kept = [row for row in rows if row.before]
        said = (dict(sheet.levels), sheet.priorities)
        if any(said) and (same := [row for row in kept if row.typed(sheet) == said]):
            self._take(sheet, next((row for row in same if not row.has(sheet)), same[0]))
        elif len(kept) > 1:
            self._say(sheet, "whose", people="; ".join(row.name for row in kept))
        elif kept and (otherwise := self._otherwise(sheet, kept[0])):
            self._say(sheet, OTHERWISE, differences=otherwise)
            self._found.whose[sheet.key] = kept[0].name
        elif free := [row for row in rows if not row.has(sheet)]:
            self._take(sheet, free[0])
        else:
            self._differ(sheet, rows)

    def _otherwise(self, sheet: Sheet, row: Row) -> str:
        """Where the workbook says otherwise than a sheet: `4 (2 ≠ 3)`, the workbook's level first; and the priorities."""
        levels, priorities = row.typed(sheet)
        found = self._between(levels, sheet)
        if priorities and sheet.priorities and set(priorities) != set(sheet.priorities):
            code = self._codes[sheet.group]
            found.append(" ≠ ".join(", ".join(code[id] for id in chosen) for chosen in (priorities, sheet.priorities)))
        return ", ".join(found)

    def _between(self, levels: dict[str, str], sheet: Sheet) -> list[str]:
        mark = self._marks[sheet.group]
        both = ((code, levels.get(id), sheet.levels.get(id)) for id, code in self._codes[sheet.group].items())
        return [f"{code} ({mark[one]} ≠ {mark[other]})" for code, one, other in both if one and other and one != other]

    def _differ(self, sheet: Sheet, rows: list[Row]) -> None:
        """Nobody of this name yet, or another return of the same form that says something else."""
        for row in rows:
            row.left_out = True
            for other in row.sheets:
                if (other.group, other.who) == (sheet.group, sheet.who):
                    self._contradict(other, sheet)
        taken = {alike(row.name) for row in rows}
        names = (numbered(normalize("NFC", sheet.name), number) for number in count(1))
        name = next(name for name in names if alike(name) not in taken)
        self._take(sheet, self._add(Row(name, left_out=bool(rows))))

    def _contradict(self, one: Sheet, other: Sheet) -> None:
        if differences := ", ".join(self._between(dict(one.levels), other)):
            self._say(one, "levels-differ", other=other.file, differences=differences)
            self._say(other, "levels-differ", other=one.file, differences=differences)
        else:
            self._say(one, "answers-differ", other=other.file)
            self._say(other, "answers-differ", other=one.file)


def _codes(group: Group, project: Project) -> dict[str, str]:
    return {competency.id: competency.code for competency in project.frameworks[group.framework].competencies()}


def _marks(group: Group, project: Project) -> dict[str, int]:
    return {level.id: level.mark for level in project.frameworks[group.framework].levels}
