"""Hyphenation files: each can be read, so that narrow columns break words where the language does."""

from __future__ import annotations

from pathlib import Path

from kalyp.hyphenation import Rules
from kalyp.model.files import HYPHENATION
from kalyp.problems import Code, Problems
from kalyp.read.project import yaml_files
from kalyp.read.tree import read_tree


def check_hyphenation(root: Path, problems: Problems) -> None:
    """Check the rules of every language that has some."""
    for file in yaml_files(root, HYPHENATION, problems):
        before = len(problems)
        tree = read_tree(root, file, problems)
        if tree is None or len(problems) > before:
            continue
        try:
            Rules.read(root / file)
        except (ValueError, OSError) as error:
            detail = str(error).removeprefix(f"{root / file}: ")
            problems.add(Code.HYPHENATION_RULES, tree.place.of(detail.split(":")[0]), detail=detail)
