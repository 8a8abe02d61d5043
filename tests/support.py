"""What several tests share: the project's root and its content, and outside programs that a user's machine may lack."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest

from kalyp.model.project import Project
from kalyp.read.project import read_project

ROOT = Path(__file__).resolve().parent.parent


@cache
def real_content() -> Project:
    """The content of this repository, read once for all tests, which only look at it."""
    project, problems = read_project(ROOT)
    assert not list(problems)
    return project


def need(*programs: str) -> None:
    """Skip the test where a program is missing; in CI (CI set in the environment) that is a failure instead."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    line = f"needs {', '.join(missing)}, not installed here"
    if os.environ.get("CI"):
        pytest.fail(line)
    pytest.skip(line)
