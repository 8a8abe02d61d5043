"""New folders: whole or not there, and never over anything."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from kalyp.loop.folders import fresh


def test_what_is_written_stands_there_at_the_end(tmp_path: Path) -> None:
    with fresh(tmp_path / "школа-collected") as folder:
        (folder.path / "a").write_text("1")
        assert not folder.final.exists()
    assert folder.final == tmp_path / "школа-collected"
    assert (folder.final / "a").read_text() == "1"
    assert list(tmp_path.iterdir()) == [folder.final]


def test_a_second_one_stands_beside_the_first(tmp_path: Path) -> None:
    names = []
    for number in range(3):
        with fresh(tmp_path / "x") as folder:
            (folder.path / "a").write_text(str(number))
        names.append(folder.final.name)
    assert names == ["x", "x-2", "x-3"]
    assert [(tmp_path / name / "a").read_text() for name in names] == ["0", "1", "2"]


@pytest.mark.parametrize("kind", ["file", "empty folder", "link to nothing"])
def test_whatever_has_the_name_is_left_alone(tmp_path: Path, kind: str) -> None:
    taken = tmp_path / "x"
    match kind:
        case "file":
            taken.write_text("here")
        case "empty folder":
            taken.mkdir()
        case _:
            taken.symlink_to("nowhere")
    with fresh(taken) as folder:
        pass
    assert folder.final.name == "x-2"
    assert taken.is_symlink() or taken.exists()


def test_nothing_is_left_of_one_that_failed(tmp_path: Path) -> None:
    with contextlib.suppress(OSError), fresh(tmp_path / "x") as folder:
        (folder.path / "a").write_text("1")
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []


def test_where_none_can_be_made_the_error_has_a_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file") as error, fresh(tmp_path / "file" / "x"):
        pass
    assert error.value.filename
