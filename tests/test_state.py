"""What the last build saw and made: read back as it was written, and enough to say that nothing has changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kalyp import state
from kalyp.state import Output, State

FORM = "output/kg/ky/forms/1.pdf"
MANIFEST = "output/manifest.json"


def put(root: Path, file: str, text: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder as a whole build leaves it."""
    put(tmp_path, "content/forms/1.yaml", "id: one")
    put(tmp_path, "frameworks/a.yaml", "id: a")
    put(tmp_path, "layouts/css/print.css", "p { margin: 0 }")
    put(tmp_path, "kalyp/pipeline.py", "pass")
    put(tmp_path, "requirements.lock", "a==1")
    put(tmp_path, FORM, "%PDF")
    put(tmp_path, MANIFEST, "[]")
    inputs = state.scan(tmp_path, State())
    state.save(tmp_path, State(inputs, {FORM: Output("key", "hash", 4, 1, 0)}, state.lists(tmp_path), whole=True))
    return tmp_path


def test_nothing_has_changed(root: Path) -> None:
    assert state.unchanged(root) == 1


def test_it_is_read_as_it_was_written(root: Path) -> None:
    before = state.load(root)
    state.save(root, before)
    assert state.load(root) == before
    assert before.outputs[FORM] == Output("key", "hash", 4, 1, 0)
    assert before.lists == {MANIFEST: 2}


CHANGES: dict[str, Callable[[Path], object]] = {
    "a changed form": lambda root: put(root, "content/forms/1.yaml", "id: two"),
    "a changed framework": lambda root: put(root, "frameworks/a.yaml", "id: bb"),
    "a changed style": lambda root: put(root, "layouts/css/print.css", ""),
    "changed code": lambda root: put(root, "kalyp/pipeline.py", "print()"),
    "other libraries": lambda root: put(root, "requirements.lock", "a==2"),
    "a new form": lambda root: put(root, "content/forms/2.yaml", "id: two"),
    "a removed form": lambda root: (root / "content/forms/1.yaml").unlink(),
    "a renamed form": lambda root: (root / "content/forms/1.yaml").rename(root / "content/forms/3.yaml"),
    "a lost output": lambda root: (root / FORM).unlink(),
    "an output that was written over": lambda root: put(root, FORM, "%PDF filled"),
    "a lost manifest": lambda root: (root / MANIFEST).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(root: Path, change: str) -> None:
    CHANGES[change](root)
    assert state.unchanged(root) is None


@pytest.mark.parametrize("file", ["kalyp/__pycache__/pipeline.cpython-311.pyc", "content/.DS_Store", "notes.txt"])
def test_what_no_output_depends_on_is_no_change(root: Path, file: str) -> None:
    put(root, file, "x")
    assert state.unchanged(root) == 1


def test_a_build_of_a_part_is_not_the_whole(root: Path) -> None:
    before = state.load(root)
    before.whole = False
    state.save(root, before)
    assert state.unchanged(root) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"inputs": {}, "outputs": {"a": {"key": 1}}, "whole": true}'])
def test_a_state_that_cannot_be_read_is_none(root: Path, text: str) -> None:
    put(root, state.FILE, text)
    assert state.load(root) == State()
    assert state.unchanged(root) is None


def test_only_files_with_another_time_or_size_are_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state.load(root)
    os.utime(root / "frameworks/a.yaml", ns=(0, 0))
    read: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    after = state.scan(root, before)
    assert read == ["a.yaml"]
    assert state.hashes(after) == state.hashes(before.inputs)


def test_a_key_knows_where_its_parts_end() -> None:
    assert state.key(["ab", "c"]) != state.key(["a", "bc"])
    assert state.key(["a", "b"]) == state.key(iter(["a", "b"]))
