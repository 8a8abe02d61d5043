"""What goes round in the loop: a form that came back, a person's levels, a school. Knows nothing of files and formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kalyp.model.origin import Origin as Origin

OWN: Final = "own"
SUPERVISOR: Final = "supervisor"
AGREED: Final = "agreed"
Who = Literal["own", "supervisor", "agreed"]
Levels = Mapping[str, str]  # the id of a competency → the id of the level; what is not there was not given


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say of a file or a person. `code` is that of a line `found-<code>` of the messages; `values` fill braces."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(code: str, **values: object) -> Finding:
        """A finding with these values."""
        return Finding(code, tuple(sorted((name, str(value)) for name, value in values.items())))


@dataclass(frozen=True, slots=True)
class Return:
    """A file of the folder: what it is and what stands in its fields. `origin` None: it can't be placed, and `findings` say why.

    `file` is its path from the folder, with slashes.
    """

    file: str
    format: str = ""
    origin: Origin | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratings:
    """A person's levels in one post (a group of the workbook): as they see themselves, as the supervisor does, as agreed.

    `priorities` are the competencies chosen in the talk.
    """

    own: Levels = field(default_factory=dict)
    supervisor: Levels = field(default_factory=dict)
    agreed: Levels = field(default_factory=dict)
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the staff. `subjects` are ids of subjects of the workbook, or `free-1` …; `ratings` by the group's id.

    `taught` is what was written about subjects, as it was written. `left_out`: not counted until somebody has decided, since two
    returns of one person contradict each other.
    """

    number: int
    name: str
    position: str = ""
    subjects: tuple[str, ...] = ()
    taught: str = ""
    category: str = ""
    left_out: bool = False
    ratings: Mapping[str, Ratings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class School:
    """A school's summary as it is typed in or collected. `fields` are those of its head by name (`school`, `school-code` …).

    `need` is the id of what counts as a need; `free_subjects` the school's own subjects, in order.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    need: str = ""
    free_subjects: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
