"""Hyphenation files: each can be read, so that narrow columns break words where the language does."""

from __future__ import annotations

from pathlib import Path

from kalyp.hyphenation import Rules
from kalyp.problems import Code, Place, Problems

FOLDER = "content/hyphenation"


def check_hyphenation(root: Path, problems: Problems) -> None:
    """Check the rules of every language that has some."""
    for path in sorted((root / FOLDER).glob("*.yaml")):
        try:
            Rules.read(path)
        except (ValueError, OSError) as error:
            detail = str(error).removeprefix(f"{path}: ")
            problems.add(Code.HYPHENATION_RULES, Place(path.relative_to(root).as_posix()), detail=detail)
