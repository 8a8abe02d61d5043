"""Where everything stands on the sheets of a workbook: what formulas of one sheet need to know of another."""

from __future__ import annotations

from dataclasses import dataclass

from kalyp.lower.workbook.formulas import Rows
from kalyp.lower.workbook.frame import Frame
from kalyp.model.cells import address
from kalyp.model.workbook import Group

HEAD_ROWS = 3  # above the first row of each long table: title, a line that explains, heads


class StaffColumns:
    """The columns of the staff sheet. `COUNTS` is hidden: 1 for who is counted."""

    NUMBER, NAME, POSITION, SUBJECT_1, SUBJECT_2, TAUGHT, CATEGORY, LEFT_OUT = range(8)
    OWN, SUPERVISOR, OPEN, PRIORITIES, NOTES, COUNTS = range(8, 14)


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """The columns of a group's sheet of levels, with `size` competencies; the rows of a person below each other."""

    size: int
    NUMBER = 0
    NAME = 1
    WHAT = 2
    FIRST = 3
    OWN, SUPERVISOR, AGREED, PRIORITY = range(4)  # rows
    STEP = 4

    @property
    def last(self) -> int:
        """The last competency."""
        return self.FIRST + self.size - 1

    def after(self, index: int) -> int:
        """What stands behind the competencies: own, supervisor's, open, priorities, notes; hidden: what was typed wrong."""
        return self.FIRST + self.size + index

    G_OWN, G_SUPERVISOR, G_OPEN, G_PRIORITIES, G_NOTES, G_WRONG = range(6)


@dataclass(frozen=True, slots=True)
class ResultColumns:
    """The columns of a group's list: levels in force from `FIRST` on; behind them, hidden, what the counts are made of."""

    size: int
    NUMBER, NAME, OWN, SUPERVISOR, OPEN, GIVEN, NEEDS, CODES, FIRST = range(9)

    @property
    def last(self) -> int:
        """The last competency."""
        return self.FIRST + self.size - 1

    @property
    def counts(self) -> int:
        """1 for who is counted."""
        return self.FIRST + self.size

    @property
    def subject_1(self) -> int:
        """The number of the first subject in the list of subjects, 0 for none."""
        return self.counts + 1

    @property
    def subject_2(self) -> int:
        """The same of the second one."""
        return self.counts + 2

    def need(self, index: int) -> int:
        """1 where the person needs the competency at `index`."""
        return self.counts + 3 + index

    def of_level(self, index: int) -> int:
        """How many competencies of the person are at the level at `index`."""
        return self.counts + 3 + self.size + index


class CountColumns:
    """The columns of a group's counts, with three levels; from `KEY` on hidden: the order of needs, row by row."""

    DOMAIN, CODE, NAME = range(3)
    FIRST = 3

    def __init__(self, levels: int) -> None:
        self.levels = levels
        self.total = self.FIRST + levels
        self.share = self.total + 1
        self.needs = self.share + levels
        self.rank = self.needs + 1
        self.key, self.ordered = self.rank + 1, self.rank + 2  # the place of the competency that comes at this row's rank


class SubjectColumns:
    """The columns of the counts by subject."""

    NAME, PEOPLE = range(2)

    def __init__(self, levels: int, size: int) -> None:
        self.level = 2
        self.share = self.level + levels + 1
        self.first_need = self.share + levels
        self.need = self.first_need + 1
        self.last = self.need + size - 1


@dataclass(frozen=True)
class Places:
    """The tables of a workbook."""

    frame: Frame

    @property
    def staff(self) -> Rows:
        """A row a person."""
        return Rows(self.frame.say(self.frame.workbook.sheets.staff.tab), HEAD_ROWS, self.frame.workbook.people)

    def levels(self, group: Group) -> Rows:
        """Four rows a person, below heads of domains and competencies."""
        return Rows(self.frame.say(group.tabs.levels), HEAD_ROWS + 1, self.frame.places(group), LevelColumns.STEP)

    def level_columns(self, group: Group) -> LevelColumns:
        """The columns of a group's levels."""
        return LevelColumns(len(self.frame.competencies(group)))

    def results(self, group: Group) -> Rows:
        """A row a person."""
        return Rows(self.frame.say(group.tabs.results), HEAD_ROWS, self.frame.places(group))

    def result_columns(self, group: Group) -> ResultColumns:
        """The columns of a group's list."""
        return ResultColumns(len(self.frame.competencies(group)))

    def counts(self, group: Group) -> Rows:
        """A row a competency."""
        return Rows(self.frame.say(group.tabs.competencies), HEAD_ROWS, len(self.frame.competencies(group)))

    def domains(self, group: Group) -> Rows:
        """A row a domain, below the competencies; the row after the last one is the whole."""
        counts, domains = self.counts(group), self.frame.domains(group)
        return Rows(counts.sheet, counts.first + counts.count + 2, len(domains))

    def count_columns(self, group: Group) -> CountColumns:
        """The columns of a group's counts."""
        return CountColumns(len(self.frame.levels(group)))

    @property
    def subjects(self) -> Rows:
        """A row a subject, the school's own last."""
        return Rows(self.frame.say(self.frame.workbook.sheets.subjects.tab), HEAD_ROWS, len(self.frame.subject_ids))

    @property
    def subject_columns(self) -> SubjectColumns:
        """The columns of the counts by subject."""
        return SubjectColumns(len(self.frame.levels(self.frame.main)), len(self.frame.competencies(self.frame.main)))

    @property
    def school(self) -> Rows:
        """A row a field of the school."""
        return Rows(self.frame.say(self.frame.workbook.sheets.school.tab), 3, len(self.frame.workbook.fields))

    @property
    def own_subjects(self) -> Rows:
        """A row a subject of the school's own, below fields and switch."""
        return Rows(self.school.sheet, self.school.row(self.school.count) + 7, self.frame.workbook.own_subjects)

    @property
    def need_row(self) -> int:
        """Where what counts as a need is chosen."""
        return self.school.row(self.school.count) + 2

    @property
    def need(self) -> str:
        """The cell with what counts as a need."""
        return address(self.need_row, 1, sheet=self.school.sheet, fixed="both")

    @property
    def need_number(self) -> str:
        """The hidden cell with its number in the list, from 1."""
        return address(self.need_row, 3, sheet=self.school.sheet, fixed="both")
