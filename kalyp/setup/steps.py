"""A machine that may have nothing but Python → the system's packages and a complete .venv, in plain short lines."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Iterator, Sequence

from kalyp.setup import stamp, system
from kalyp.setup.run import CommandError, run
from kalyp.setup.words import Words

WRONG_MACHINE = 2  # exit status: this machine lacks something
STOPPED = 130  # exit status: the user pressed Ctrl-C


def set_up(root: str, locks: list[str], oldest_python: tuple[int, int]) -> int:
    """Make the machine ready for the command line and say what is done; return the exit status, 0 if it is ready."""
    words = Words()
    if sys.version_info < oldest_python:
        words.say("old-python", wanted=_dotted(oldest_python), found=_dotted(sys.version_info))
        return WRONG_MACHINE
    try:
        with _alone(root, words) as lock:
            if stamp.is_current(root, locks):  # another run did it while this one waited
                return 0
            return _set_up_alone(root, locks, words, lock)
    except CommandError as failed:
        words.say("failed", command=failed.command, lines="\n".join(f"    {line}" for line in failed.last_lines))
    except OSError as error:
        words.say("no-file", error=error)
    except KeyboardInterrupt:
        words.say("stopped")
        return STOPPED
    return WRONG_MACHINE


def _set_up_alone(root: str, locks: list[str], words: Words, lock: int) -> int:
    started = time.monotonic()
    words.say("start")
    if not _system_is_ready(words, lock):
        return WRONG_MACHINE
    _make_venv(root, words, lock)
    _install(root, locks, words, lock)
    words.say("done", seconds=round(time.monotonic() - started))
    return 0


def _system_is_ready(words: Words, lock: int) -> bool:
    """Install what the system lacks where that is allowed; otherwise say what the user has to do."""
    missing = system.missing_packages()
    if not missing:
        return True
    listed = ", ".join(missing)
    if not system.has_apt():
        words.say("not-debian", packages=listed)
        return False
    if not system.may_install():
        words.say("ask", packages=listed, command=system.command_for_user(missing))
        return False
    words.say("system", packages=listed)
    system.install(missing, lock)
    missing = system.missing_packages()
    if missing:
        words.say("still-missing", packages=", ".join(missing))
    return not missing


def _make_venv(root: str, words: Words, lock: int) -> None:
    """Make the .venv, anew if there is one that is half-made or of another Python; keep a complete one."""
    found = stamp.read(root)
    if stamp.python_line() in found and os.access(stamp.python_of(root), os.X_OK):
        return
    if found:
        words.say("other-python")
    elif os.path.lexists(f"{root}/.venv"):
        words.say("half-made")
    stamp.remove(root)
    words.say("venv")
    run([sys.executable, "-I", "-m", "venv", "--clear", f"{root}/.venv"], lock)


def _install(root: str, locks: list[str], words: Words, lock: int) -> None:
    """Install the lock files with pip, which takes its index and proxy from the machine's settings."""
    lines = stamp.wanted(root, locks)
    stamp.remove(root)
    words.say("packages", locks=", ".join(locks))
    command = [stamp.python_of(root), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    # Wheels only: what a source archive needs to be built is in no lock.
    command += ["--quiet", "--require-hashes", "--only-binary=:all:"]
    run(command + [f"--requirement={root}/{name}" for name in locks], lock)
    stamp.write(root, lines)


@contextlib.contextmanager
def _alone(root: str, words: Words) -> Iterator[int]:
    """Hold the right to set up this folder; yield the file descriptor that holds it.

    Commands inherit the descriptor, so the folder stays locked until the last of them has ended, even if this process
    was killed before. The lock is on the folder itself: nothing is left behind.
    """
    descriptor = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            words.say("wait")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _dotted(version: Sequence[object]) -> str:
    return f"{version[0]}.{version[1]}"
