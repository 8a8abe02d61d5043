"""The arguments of a command → the command line of the project, running in a .venv that is complete.

Everything in this package runs before any dependency exists: the standard library only. This module runs at each
command, so it imports next to nothing; what it needs to set up a machine is imported when a machine has to be set up.
"""

from __future__ import annotations

import os
import sys

from kalyp.setup import stamp

ROOT = __file__.rsplit(os.sep, 3)[0]
OLDEST_PYTHON = (3, 11)  # as in pyproject.toml; older ones can still read this package and say so
LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"


def start(arguments: list[str]) -> int:
    """Set up what is missing and become the command line; return an exit status only if that isn't possible."""
    locks = [LOCK, TEST_LOCK] if arguments[:1] == ["test"] else [LOCK]
    if sys.version_info < OLDEST_PYTHON or not stamp.is_current(ROOT, locks):
        from kalyp.setup import steps

        status = steps.set_up(ROOT, locks, OLDEST_PYTHON)
        if status:
            return status
    return hand_over(arguments)


def hand_over(arguments: list[str]) -> int:
    """Replace this process by the command line in the .venv's Python, wherever it was called from.

    -P and PYTHONPATH: the modules are the project's and the .venv's, never ones that lie about in the caller's folder
    or on the caller's path.
    """
    python = stamp.python_of(ROOT)
    os.environ["PYTHONPATH"] = ROOT
    os.execv(python, [python, "-P", "-m", "kalyp", *arguments])  # noqa: S606 (our own interpreter, no shell)
