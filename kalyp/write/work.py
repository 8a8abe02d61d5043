"""One job → finished files: what runs in a worker process. A job names everything that it needs, so any executor can take it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kalyp.model.cells import Book, names
from kalyp.model.core import Lowered
from kalyp.model.sections import Section
from kalyp.write.fonts import Fonts
from kalyp.write.paths import write_whole
from kalyp.write.unwritable import Unwritable


@dataclass(frozen=True, slots=True)
class Target:
    """One output of a job: its path from the root, its format, the key that it is made for, and the hash of its sources."""

    path: str
    format: str
    key: str
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """An output of another document that a pack holds: the document's id and title, the format, and the path from the root.

    `bound`: it is a part of the pack's PDF, too.
    """

    document: str
    title: str
    format: str
    path: str
    bound: bool


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """An edition and the outputs to make of it. Formats that share work (a booklet and its imposition) share a job.

    `lowered` is the edition without its blocks, which stand in its `sections`; those that the store has come without them,
    since a book is long and has to travel to a worker. `book` are the sheets of a workbook, which has no blocks. `looks` are,
    by format, the hash of all else that decides how pages look: a worker that lives long must notice that it changed. `kept`:
    the sections go into the store.
    """

    root: Path
    looks: Mapping[str, str]
    fonts: Fonts
    field_font: Path
    lowered: Lowered
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    pieces: tuple[Piece, ...] = ()
    kept: bool = False
    book: Book | None = None

    @property
    def fields(self) -> int:
        """How many fields can be filled in; a group of marks counts once."""
        if self.book:
            return len(names(self.book))
        return len({name for section in self.sections for name in section.fields}) if self.lowered.fillable else 0


@dataclass(frozen=True, slots=True)
class Made:
    """An output that was written, or why it could not be."""

    target: Target
    sha256: str = ""
    bytes: int = 0
    pages: int = 0
    fields: int = 0
    parts: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer gives: the file, its pages (0 where the format has none), its number of fields, what it used of the store."""

    data: bytes
    pages: int
    fields: int
    parts: tuple[str, ...] = ()


class Writer(Protocol):
    """Makes one format of an edition."""

    def __call__(self, job: Job) -> Written:
        """Write the job's edition. Raises Unwritable for a block that the format can't hold."""


def run(job: Job) -> tuple[Made, ...]:
    """Make the outputs of a job, each written whole."""
    return tuple(_make(job, target) for target in job.targets)


def _make(job: Job, target: Target) -> Made:
    from kalyp.write.writers import WRITERS

    try:
        written = WRITERS[target.format](job)
    except Unwritable as error:
        return Made(target, error=str(error))
    write_whole(job.root / target.path, written.data)
    digest = hashlib.sha256(written.data).hexdigest()
    return Made(target, digest, len(written.data), written.pages, written.fields, written.parts)
