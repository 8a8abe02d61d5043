"""Files that were read before: the same as if they were read again, and never what they said once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kalyp.model.base import parts
from kalyp.model.framework import Framework
from kalyp.problems import Problems
from kalyp.read import tree
from kalyp.read.kept import Kept
from kalyp.read.project import read_project
from tests.content_copy import FRAMEWORK_FILE, make_project, put


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def kept(root: Path, program: str = "1") -> Kept:
    """What is kept of a project, by a version of the program."""
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*.yaml")}
    hashes = {file: hashlib.sha256(path.read_bytes()).hexdigest() for file, path in files.items()}
    return Kept(root, root / "kept", hashes, program)


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read as YAML."""
    found: list[str] = []
    read_tree = tree.read_tree

    def noted(root: Path, file: str, problems: Problems) -> object:
        found.append(file)
        return read_tree(root, file, problems)

    monkeypatch.setattr("kalyp.read.project.read_tree", noted)
    return found


def places(root: Path, known: Kept | None) -> list[object]:
    """All that was read, with its places."""
    project, problems = read_project(root, known)
    assert not problems
    return [(type(part), part.place, part.place.inside) for _, item in project.items() for part, _ in parts(item)]


def test_what_is_kept_is_what_was_read_with_every_place(root: Path, read_anew: list[str]) -> None:
    plain = places(root, None)
    assert places(root, kept(root)) == plain
    read_anew.clear()
    assert places(root, kept(root)) == plain
    assert read_anew == []


def test_a_changed_file_is_read_again(root: Path, read_anew: list[str]) -> None:
    read_project(root, kept(root))
    read_anew.clear()
    put(root, FRAMEWORK_FILE, (root / FRAMEWORK_FILE).read_text(encoding="utf-8") + "# changed\n")
    read_project(root, kept(root))
    assert read_anew == [FRAMEWORK_FILE]


def test_another_version_of_the_program_reads_all_again(root: Path, read_anew: list[str]) -> None:
    read_project(root, kept(root))
    first = list(read_anew)
    read_anew.clear()
    read_project(root, kept(root, program="2"))
    assert read_anew == first


def test_a_file_with_a_slip_is_read_again_so_that_the_slip_is_said_again(root: Path) -> None:
    put(root, FRAMEWORK_FILE, (root / FRAMEWORK_FILE).read_text(encoding="utf-8") + "odd: 1\n")
    for _ in range(2):
        _, problems = read_project(root, kept(root))
        assert [problem.code.value for problem in problems] == ["key-unknown"]


def test_a_file_that_changes_while_it_is_read_is_not_kept(root: Path) -> None:
    known = kept(root)
    put(root, FRAMEWORK_FILE, (root / FRAMEWORK_FILE).read_text(encoding="utf-8") + "# changed\n")
    read_project(root, known)
    assert known.get(FRAMEWORK_FILE, Framework) is None


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"cos\nnothing\n.", b"\x80\x05N."])
def test_what_can_not_be_used_is_read_again(root: Path, data: bytes) -> None:
    read_project(root, kept(root))
    for path in (root / "kept").iterdir():
        path.write_bytes(data)
    assert places(root, kept(root)) == places(root, None)


def test_of_files_that_are_gone_nothing_is_kept(root: Path) -> None:
    read_project(root, kept(root))
    before = len(list((root / "kept").iterdir()))
    (root / FRAMEWORK_FILE).unlink()
    kept(root).drop()
    assert len(list((root / "kept").iterdir())) == before - 1
