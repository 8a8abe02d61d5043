"""What several tests share: the project's root, and outside programs that a user's machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def need(*programs: str) -> None:
    """Skip the test where a program is missing; in CI (CI set in the environment) that is a failure instead."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    line = f"needs {', '.join(missing)}, not installed here"
    if os.environ.get("CI"):
        pytest.fail(line)
    pytest.skip(line)
