"""Values kept in the build's own folder, to save the work of making them again: nothing is lost where they are."""

from __future__ import annotations

import contextlib
import pickle
from pathlib import Path

from kalyp.write.paths import write_whole


def load(file: Path) -> object:
    """What is kept in a file; None where there is none, or it can't be read, such as by another version of the program."""
    try:
        return pickle.loads(file.read_bytes())  # noqa: S301 (the build's own folder)
    except Exception:  # whatever unpickling comes upon
        return None


def save(file: Path, value: object) -> None:
    """Keep a value; where there is no room, it isn't kept."""
    with contextlib.suppress(OSError):
        write_whole(file, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
