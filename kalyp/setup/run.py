"""A command → done in silence, or CommandError with the command's last lines."""

from __future__ import annotations

import shlex
import subprocess

LAST_LINES = 12


class CommandError(Exception):
    """A command that ended with an error."""

    def __init__(self, command: list[str], output: str) -> None:
        super().__init__(shlex.join(command))
        self.command = shlex.join(command)
        self.last_lines = [line.rstrip() for line in output.splitlines() if line.strip()][-LAST_LINES:]


def run(command: list[str], lock: int) -> str:
    """Run a command that keeps the descriptor `lock` open, and return what it said. CommandError if it failed."""
    return run_all([command], lock)


def run_all(commands: list[list[str]], lock: int) -> str:
    """Run commands one after the other, whatever the first ones end with; return what they said.

    CommandError if the last one failed: with the lines of all of them, for the cause often stands in an earlier one.
    """
    said = ""
    for command in commands:
        done = subprocess.run(  # noqa: S603 (no shell; the commands are ours)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            pass_fds=(lock,),
            check=False,
        )
        said += done.stdout
    if done.returncode:
        raise CommandError(commands[-1], said)
    return said
