"""Copies of the project to change and build: in this process, or as a person does, with the command."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kalyp.model.files import DOCUMENTS
from kalyp.write.paths import OUTPUT
from tests.built import Built, copy_project

FEW = ("content/forms/kg/1.1-report.yaml", "content/forms/kg/4.1.yaml")  # the quickest to build


def copy_built(built: Built, target: Path) -> Path:
    """A copy of the finished build with its outputs and its state, times of files included.

    Outputs are links to those of the build, since they are many: a build puts new files in the place of old ones and writes into
    none. The lock alone is not shared: it belongs to a file, not to its name.
    """
    shutil.copytree(built.root, target, ignore=shutil.ignore_patterns("__pycache__", OUTPUT))
    shutil.copytree(built.root / OUTPUT, target / OUTPUT, copy_function=os.link, ignore=shutil.ignore_patterns("lock"))
    return target


def copy_few(target: Path) -> Path:
    """A project of a few small forms, which show nothing of other documents and are in no pack; not yet built."""
    copy_project(target)
    for folder in DOCUMENTS:
        for path in sorted((target / folder).rglob("*.yaml")):
            if path.relative_to(target).as_posix() not in FEW:
                path.unlink()
    return target


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Change what stands once in a file."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def outputs(root: Path) -> dict[str, bytes]:
    """Every file that a reader finds in the output folder; the build's own folder is left out."""
    found = sorted(path for path in (root / "output").rglob("*") if path.is_file() and ".kalyp" not in path.parts)
    return {path.relative_to(root / "output").as_posix(): path.read_bytes() for path in found}


def command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a copy until it ends."""
    with start(root, *arguments, **environment) as process:
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def start(
    root: Path, *arguments: str, before: Sequence[str] = (), python: Sequence[str] = ("-m", "kalyp"), **environment: str
) -> subprocess.Popen[str]:
    """Start the command in a copy, as the leader of a group of processes like that of a terminal.

    `before` stands before the interpreter on the command line, `python` between it and the arguments.
    """
    return subprocess.Popen(
        [*before, sys.executable, *python, *arguments],
        cwd=root,
        env={**os.environ, "KALYP_SPEAK": "en", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_listen,
    )


def _listen() -> None:
    """In the new process: heed Ctrl-C as on a terminal, even where these tests were started with it switched off (`… &`)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
