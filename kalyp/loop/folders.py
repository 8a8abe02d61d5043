"""A new folder for what a command makes: there whole or not at all, and never over anything."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path


@dataclass(slots=True)
class Fresh:
    """A folder in the making. `path` is where to write; `final`, once all is written, where it stands."""

    path: Path
    final: Path


@contextlib.contextmanager
def fresh(wanted: Path) -> Iterator[Fresh]:
    """A new folder to write into, which gets the wanted name at the end; where that is taken, `…-2`, `…-3`.

    Nothing is left of it if writing fails. Raises OSError, with a path, where it can't be made.
    """
    wanted = wanted.absolute()
    folder = Fresh(wanted.with_name(f".{wanted.name}.{os.getpid()}.part"), wanted)
    try:
        folder.path.mkdir(parents=True)
        yield folder
        _rename(folder)
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)


def _rename(folder: Fresh) -> None:
    wanted = folder.final
    for number in count(1):
        folder.final = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not os.path.lexists(folder.final):
            folder.path.rename(folder.final)
            return
