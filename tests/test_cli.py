"""The command as a person runs it: what it says, its exit status, and what stands in the folder however it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest

from kalyp import state
from kalyp.running import alone
from tests.built import Built, copy_project
from tests.copies import command, copy_built, copy_few, edit, outputs, start
from tests.support import need
from tests.test_outputs import FORMS
from tests.wanted import HANDBOOK, of, packs_with, paths, rows

RENDERERS = {"weasyprint", "docx", "pikepdf", "jinja2", "pydantic", "fontTools", "rich", "pyphen", "lxml"}
FORM_4 = "content/forms/kg/4.1.yaml"
SAY_MODULES = """
import runpy, sys
try:
    runpy.run_module("kalyp", run_name="__main__")
except SystemExit as end:
    print(end.code)
print(*sorted(sys.modules))
"""

# A limit to the size of files does what a full disk does: writing ends in the middle.
FULL_DISK = """
import resource
from kalyp import cli
from kalyp.write import work
whole = work.write_whole

def limited(path, data):
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    whole(path, data)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

work.write_whole = limited
cli.main()
"""


@pytest.fixture
def project(built: Built, tmp_path: Path) -> Path:
    return copy_built(built, tmp_path / "project")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The outputs of an undisturbed build of a few forms, under another clock, tongue and seed than the other builds."""
    root = copy_few(tmp_path_factory.mktemp("few"))
    done = command(root, LANG="ru_RU.UTF-8", LC_ALL="ru_RU.UTF-8", TZ="Asia/Bishkek", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    return outputs(root)


def wait_until_free(root: Path) -> None:
    """The system frees the lock of a killed build a moment later."""
    for _ in range(100):
        with alone(root) as free:
            if free:
                return
        time.sleep(0.1)
    pytest.fail("the lock is still held")


class TestNothingChanged:
    def test_it_says_so_and_imports_no_renderer(self, built: Built, project: Path) -> None:
        with start(project, python=("-c", SAY_MODULES)) as process:
            said, status, modules = process.communicate(timeout=60)[0].splitlines()
        assert said == f"Nothing has changed: {len(built.rows)} files are up to date."
        assert status == "0"
        assert "kalyp.state" in modules.split()
        assert not RENDERERS & set(modules.split())

    def test_it_writes_nothing(self, project: Path) -> None:
        def seen() -> dict[Path, tuple[int, int]]:
            found = [path for path in (project / "output").rglob("*") if path.is_file() and path.name != "lock"]
            return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}

        before = seen()
        assert command(project).returncode == 0
        assert seen() == before


class TestSameBytes:
    def test_of_a_form_a_pack_with_its_pieces_and_a_handbook_in_another_process_folder_and_place(
        self, built: Built, tmp_path: Path
    ) -> None:
        root = copy_project(tmp_path / "elsewhere")
        place = {"PYTHONHASHSEED": "42", "TZ": "Pacific/Kiritimati", "LANG": "kk_KZ.UTF-8", "LC_ALL": "C"}
        assert command(root, "--only", "kg-1.1-report", **place).returncode == 0
        assert command(root, "--only", "kg-pack-mentor", "--only", HANDBOOK, "--lang", "kk", **place).returncode == 0
        made = rows(root)
        held = {document for document in ("kg-2", *FORMS) if of("kk", packs_with(built, document)) & made.keys()}
        assert {"kg-2", "kg-4.1"} <= held
        names = {"kg-calendar", "kg-pack-mentor", HANDBOOK, *held}
        wanted = {row["path"] for row in built.rows if row["document"] in names and row["languages"] == ["kk"]}
        assert made.keys() == wanted | paths(built, document="kg-1.1-report")
        for path, row in made.items():
            assert (root / path).read_bytes() == (built.root / path).read_bytes(), path
            assert row in built.rows


class TestDisturbed:
    """Stopped, killed, refused: whole files stay, and the next build goes on."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return copy_few(tmp_path / "few")

    @pytest.fixture
    def scratch(self, tmp_path: Path) -> Path:
        """The folder of temporary files."""
        (tmp_path / "scratch").mkdir()
        return tmp_path / "scratch"

    def ends_well(self, root: Path, few: dict[str, bytes]) -> None:
        """The next build makes what is missing, and all is as if nothing had been."""
        wait_until_free(root)
        done = command(root)
        assert done.returncode == 0, done.stderr
        total = len(json.loads(few["manifest.json"]))
        kept = int(done.stdout.splitlines()[-1].split("kept ")[1].split(",")[0])
        assert 0 < kept < total
        assert outputs(root) == few

    def test_killed_and_two_at_once(self, root: Path, few: dict[str, bytes], scratch: Path) -> None:
        with start(root, TMPDIR=str(scratch)) as process:
            assert process.stdout
            assert process.stdout.readline().startswith("1/")
            second = command(root)
            assert (second.returncode, second.stdout) == (2, "")
            assert second.stderr.startswith("Another build is running in this folder.")
            process.kill()
        wait_until_free(root)
        assert not list(scratch.iterdir())
        assert_whole(root, few)
        self.ends_well(root, few)

    def test_stopped_by_ctrl_c(self, root: Path, few: dict[str, bytes], scratch: Path) -> None:
        with start(root, TMPDIR=str(scratch)) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.readline()
            os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the workers, too
            assert process.wait(timeout=20) == 2
            assert process.stderr.read() == "Stopped. What is done is kept; the next build goes on from here.\n"
        assert not list(scratch.iterdir())
        assert_whole(root, few)
        self.ends_well(root, few)

    def test_a_worker_that_the_system_kills(self, root: Path, few: dict[str, bytes]) -> None:
        with start(root) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.readline()
            os.kill(children(process.pid)[0], signal.SIGKILL)
            assert process.wait(timeout=20) == 2
            assert process.stderr.read() == "Could not write output: Cannot allocate memory\n"
        self.ends_well(root, few)

    def test_a_full_disk(self, root: Path, few: dict[str, bytes]) -> None:
        with start(root, python=("-c", FULL_DISK)) as process:
            _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert re.fullmatch(rf"Could not write {root}/output/kg/[a-z]+/forms/[^:]+.pdf: File too large\n", err)
        assert_whole(root, few)
        assert not list((root / "output").rglob(".*.part"))
        assert state.unchanged(root) is None

    def test_no_room_for_temporary_files(self, root: Path, scratch: Path) -> None:
        need("prlimit")
        with start(root, before=("prlimit", "--fsize=100000"), TMPDIR=str(scratch)) as process:
            out, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert all(line.endswith(".docx") for line in out.splitlines())  # which needs none
        assert err == f"Could not write {scratch}: File too large\n"

    def test_a_folder_that_cannot_be_written(self, root: Path) -> None:
        need("setpriv")  # root may write everywhere, unless it gives that up
        (root / "output/kg").mkdir(parents=True)
        (root / "output/kg").chmod(0o555)
        before = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
        with start(root, "--only", "kg-4.1", "--lang", "ky", before=before) as process:
            _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert err == f"Could not write {root}/output/kg/ky/forms/4.1-individual-plan.docx: Permission denied\n"

    def test_no_folder_at_all(self, root: Path) -> None:
        (root / "output").write_text("a file")
        for arguments in ((), ("check",)):
            done = command(root, *arguments)
            assert done.returncode == 2
            assert done.stderr.startswith("Could not write ")
            assert len(done.stderr.splitlines()) == 1


class TestWrongUse:
    def test_an_unknown_document(self, built: Built, project: Path) -> None:
        done = command(project, "--only", "kg-9")
        known = ", ".join(sorted(built.project.documents))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"There is no document kg-9. There are: {known}\n"

    def test_an_unknown_language(self, project: Path) -> None:
        done = command(project, "--lang", "ky+tt")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "There is no language tt. There are: ky, kk, ru\n"

    def test_an_unknown_option(self, project: Path) -> None:
        assert command(project, "--all").returncode == 2


class TestProblems:
    def test_they_are_said_with_their_place_and_the_last_files_stay(self, project: Path) -> None:
        edit(project, FORM_4, "status: draft}\npage: A4", "status: draft}\npage: A9")
        before = outputs(project)
        for arguments in ((), ("check",)):
            done = command(project, *arguments)
            assert done.returncode == 1
            assert not done.stderr
            lines = done.stdout.splitlines()
            assert lines[0].startswith(f"{FORM_4}:")
            assert "[reference-unknown]" in lines[0]
            assert lines[1] == "1 problems in 1 files."
        assert outputs(project) == before
        assert "Left as they last were, because of the problems above: kg-4.1" in command(project).stdout

    def test_they_are_said_in_the_language_that_is_asked_for(self, project: Path) -> None:
        edit(project, FORM_4, "status: draft}\npage: A4", "status: draft}\npage: A9")
        said = {tongue: command(project, "--speak", tongue, "check").stdout for tongue in ("en", "ky", "kk", "ru")}
        assert len(set(said.values())) == 4


def test_content_without_problems_is_clean(built: Built, project: Path) -> None:
    done = command(project, "check")
    assert (done.returncode, done.stderr) == (0, "")
    count = len(built.project.documents)
    frameworks = len(built.project.frameworks)
    assert done.stdout.startswith(f"No problems: {count} documents, {frameworks} frameworks, 3 languages; ")


def test_a_pair_and_a_language_given_twice_are_made_once(project: Path) -> None:
    for path in (project / "output/kg/ky/forms").glob("1.1-lesson-observation-report.*"):
        path.unlink()
    done = command(project, "--only", "kg-1.1-report", "--lang", "ky+ru+ky", "--lang", "ky", "--lang", "ky+ru")
    assert done.stdout.splitlines()[-1].startswith("Made 4, kept 0, removed 0; ")
    assert len(list((project / "output/kg/ky+ru/forms").iterdir())) == 2


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found]


def assert_whole(root: Path, few: dict[str, bytes]) -> None:
    """Every file that has an output's name is that output; nothing else but what lies aside, and no list takes it for one."""
    found = outputs(root)
    asides = {name for name in found if Path(name).name.startswith(".")}
    for name in found.keys() - asides - {"manifest.json"}:
        assert name.startswith("index") or found[name] == few[name], name
    assert not asides & set(state.load(root).outputs)
