"""The lock files and the running Python → is .venv what they ask for? The answer takes a few milliseconds.

.venv/kalyp-stamp is written last, so a .venv without one was left half-made. One line says the Python version, one line
a lock file what it held when it was installed.
"""
# ruff: noqa: PTH105, PTH107, PTH123 (this runs at each command; the import of pathlib alone would double its time)

from __future__ import annotations

import hashlib
import os
import sys


def is_current(root: str, locks: list[str]) -> bool:
    """Tell whether the .venv in `root` is complete for these lock files."""
    return os.access(python_of(root), os.X_OK) and set(wanted(root, locks)) <= set(read(root))


def python_of(root: str) -> str:
    """Return the path of the .venv's interpreter."""
    return f"{root}/.venv/bin/python"


def wanted(root: str, locks: list[str]) -> list[str]:
    """Return the lines of the stamp that a complete .venv has. OSError if a lock file can't be read."""
    lines = [python_line()]
    for lock in locks:
        with open(f"{root}/{lock}", "rb") as file:
            lines.append(f"{lock} {hashlib.sha256(file.read()).hexdigest()}")
    return lines


def python_line() -> str:
    """Return the stamp's line about Python: packages are installed for a minor version."""
    return f"python {sys.version_info[0]}.{sys.version_info[1]}"


def read(root: str) -> list[str]:
    """Return the lines of the stamp; none if there is no stamp."""
    try:
        with open(_path(root), encoding="utf-8") as file:
            return file.read().splitlines()
    except OSError:
        return []


def write(root: str, lines: list[str]) -> None:
    """Write the stamp whole: the .venv is complete from now on."""
    aside = f"{_path(root)}.new"
    with open(aside, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    os.replace(aside, _path(root))


def remove(root: str) -> None:
    """Remove the stamp: the .venv is being changed."""
    if os.path.lexists(_path(root)):
        os.remove(_path(root))


def _path(root: str) -> str:
    return f"{root}/.venv/kalyp-stamp"
