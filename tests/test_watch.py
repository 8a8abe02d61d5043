"""`watch`: a save starts a build, and the page in the browser learns of it."""

from __future__ import annotations

import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalyp.watch import Bell, rebuild_on_save, serve
from tests.support import ROOT


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, Bell]]:
    (tmp_path / "output").mkdir()
    (tmp_path / "layouts").mkdir()
    shutil.copy(ROOT / "layouts/reload.html", tmp_path / "layouts")
    (tmp_path / "output/index.html").write_text("<html><body><p>Форма</p></body></html>", encoding="utf-8")
    (tmp_path / "output/a.pdf").write_bytes(b"%PDF")
    bell = Bell()
    server = serve(tmp_path, bell)
    yield f"http://127.0.0.1:{server.server_address[1]}", bell
    server.shutdown()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def test_pages_come_with_the_lines_that_reload_them_and_files_as_they_are(address: tuple[str, Bell]) -> None:
    page = get(f"{address[0]}/")
    assert "<p>Форма</p>" in page
    assert page.index("location.reload") < page.index("</body>")
    assert get(f"{address[0]}/a.pdf") == "%PDF"


def test_a_page_learns_of_the_next_build(address: tuple[str, Bell]) -> None:
    seen = get(f"{address[0]}/.changed?")
    timer = threading.Timer(0.2, address[1].ring)
    timer.start()
    assert get(f"{address[0]}/.changed?{seen}") != seen


def test_only_this_machine_and_only_the_output_folder_are_served(address: tuple[str, Bell], tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    with pytest.raises(urllib.error.HTTPError):
        get(f"{address[0]}/../secret.txt")
    with pytest.raises(urllib.error.HTTPError):
        get(f"{address[0]}/%2e%2e/secret.txt")


def test_a_save_starts_a_build_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    built, stop, bell = [], threading.Event(), Bell()

    def build(files: list[str]) -> None:
        built.append(files)
        stop.set()

    loop = threading.Thread(target=rebuild_on_save, args=(tmp_path, bell, build, stop))
    loop.start()
    for number in range(50):  # until the watcher has begun
        (tmp_path / "content/words.yaml").write_text(f"words: {number}\n")
        if stop.wait(0.2):
            break
    loop.join(timeout=10)
    assert built[0] == ["content/words.yaml"]
    assert bell.wait("1") == "2"
