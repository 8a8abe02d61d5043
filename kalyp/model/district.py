"""What the schools of a district ask for, and what that comes to. Knows nothing of files, words and formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

COUNT, TOTAL, FREE = "count", "total", "free-"  # columns, a row, and the beginning of what a school adds, in a request's matrix
OWN = ""  # the row in which all competencies that schools added stand together


@dataclass(frozen=True, slots=True)
class Request:
    """A school's request.

    `numbers`: how many teachers, by row and column (ids of competencies and subjects, `count`, `free-1` …); zeros are left out.
    `own_rows` and `own_columns`: the names of what the school added, by `free-1` …; `leaders`: the ids of competencies by field.
    `teachers`: how many the school has, None where that isn't said.
    """

    file: str
    school: str
    code: str = ""
    year: str = ""
    teachers: int | None = None
    numbers: Mapping[tuple[str, str], int] = field(default_factory=dict)
    own_rows: Mapping[str, str] = field(default_factory=dict)
    own_columns: Mapping[str, str] = field(default_factory=dict)
    leaders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How many teachers need each competency; `OWN` is all that the school added."""
        found: Counter[str] = Counter()
        for (row, column), number in self.numbers.items():
            found[row_of(row)] += number if column == COUNT else 0
        return +found

    @property
    def needs(self) -> int:
        """How many needs there are: a teacher who needs two competencies has two."""
        return sum(self.counts().values())


def row_of(name: str) -> str:
    """The row that a row of a request is counted in."""
    return OWN if name.startswith(FREE) else name


@dataclass(frozen=True, slots=True)
class Need:
    """A competency (its id, or the name of one that schools added), its place (ties share one), who needs it, who asks for it."""

    place: int
    competency: str
    people: int
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectNeeds:
    """A subject (its id, or the name of one that schools added): its needs in all and by competency, who asks for it."""

    place: int
    subject: str
    needs: int
    numbers: Mapping[str, int]
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolNeeds:
    """A school's request with its needs in all, and the school's place by them."""

    place: int
    request: Request
    needs: int


@dataclass(frozen=True, slots=True)
class Note:
    """A file of the folder: whose it is, whether it was counted, and what there is to say of it."""

    file: str
    school: str
    counted: bool
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """The requests that count, and their sums. All lists are in the order of their places, but for `notes`: by file.

    `leaders`: for each field that lists codes, the competencies and how many schools name them.
    """

    schools: tuple[SchoolNeeds, ...]
    needs: tuple[Need, ...]
    own_competencies: tuple[Need, ...]
    subjects: tuple[SubjectNeeds, ...]
    own_subjects: tuple[SubjectNeeds, ...]
    leaders: Mapping[str, tuple[Need, ...]]
    notes: tuple[Note, ...]
