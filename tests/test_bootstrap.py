"""The set-up: a machine with nothing but Python → a complete .venv, or one clear thing that the user has to do."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import string
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from kalyp import setup
from kalyp.setup import stamp, steps, system
from kalyp.setup.words import FOLDER, Words, language_of
from tests.support import ROOT

SOURCES = [ROOT / "build.py", *sorted((ROOT / "kalyp" / "setup").glob("*.py"))]
LIBRARIES = "\n".join(f"\t{name} (libc6,x86-64) => /usr/lib/{name}" for name in system.LIBRARIES)


def program(folder: Path, name: str, script: str) -> None:
    """Put a small shell program into a folder that stands for a machine's /usr/bin."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of an ordinary user with apt-get, no Pango and no fonts; return its folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program(programs, "ldconfig", "echo '	libc.so.6 (libc6,x86-64) => /usr/lib/libc.so.6'")
    program(programs, "apt-get", f'echo "$@" >> {tmp_path}/apt.log')
    (programs / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system, "font_folders", lambda: [tmp_path / "fonts"])
    return programs


def complete(programs: Path) -> None:
    """Give the machine what it lacked."""
    program(programs, "ldconfig", f"echo '{LIBRARIES}'")
    fonts = programs.parent / "fonts" / "truetype"
    fonts.mkdir(parents=True)
    (fonts / "PTS55F.ttf").touch()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real set-up, empty lock files and a command line that says its arguments."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "kalyp" / "setup", folder / "kalyp" / "setup", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "kalyp" / "messages", folder / "kalyp" / "messages")
    for name in ("build.py", "kalyp/__init__.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "kalyp" / "__main__.py").write_text("import sys; print(sys.argv[1:])\n", encoding="utf-8")
    for lock in (setup.LOCK, setup.TEST_LOCK):
        (folder / lock).write_text("# nothing\n", encoding="utf-8")
    return folder


def make_stamped(root: Path, locks: list[str]) -> None:
    """Make what stands for a complete .venv."""
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    stamp.write(str(root), stamp.wanted(str(root), locks))


class TestStamp:
    """When is the .venv complete?"""

    def test_no_venv_is_not_current(self, project: Path) -> None:
        assert not stamp.is_current(str(project), [setup.LOCK])

    def test_a_stamped_venv_is_current(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK])
        assert stamp.is_current(str(project), [setup.LOCK])

    def test_a_venv_without_stamp_is_half_made(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK])
        stamp.remove(str(project))
        assert not stamp.is_current(str(project), [setup.LOCK])

    def test_a_changed_lock_is_noticed(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK])
        (project / setup.LOCK).write_text("# something else\n", encoding="utf-8")
        assert not stamp.is_current(str(project), [setup.LOCK])

    def test_the_tests_want_their_lock_too(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK])
        assert not stamp.is_current(str(project), [setup.LOCK, setup.TEST_LOCK])

    def test_a_venv_of_the_tests_serves_the_commands(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK, setup.TEST_LOCK])
        assert stamp.is_current(str(project), [setup.LOCK])

    def test_another_python_is_noticed(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make_stamped(project, [setup.LOCK])
        monkeypatch.setattr(sys, "version_info", (3, 99, 0))
        assert not stamp.is_current(str(project), [setup.LOCK])

    def test_an_interpreter_that_went_away_is_noticed(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK])
        (project / ".venv" / "bin" / "python").unlink()
        (project / ".venv" / "bin" / "python").symlink_to(project / "gone")
        assert not stamp.is_current(str(project), [setup.LOCK])


class TestSystem:
    """What does the machine lack, and who installs it?"""

    def test_a_bare_machine_lacks_libraries_and_fonts(self, machine: Path) -> None:
        wanted = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-paratype"]
        assert system.missing_packages() == wanted

    def test_a_complete_machine_lacks_nothing(self, machine: Path) -> None:
        complete(machine)
        assert system.missing_packages() == []

    def test_python_without_ensurepip_lacks_the_venv_package(self, machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        complete(machine)
        monkeypatch.setattr(system, "VENV_MODULES", ("venv", "no_such_module"))
        assert system.missing_packages() == ["python3-venv"]

    def test_a_machine_without_ldconfig_is_not_asked_for_libraries(self, machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "known_libraries", set)
        assert system.missing_packages() == ["fonts-paratype"]

    @pytest.mark.parametrize(
        ("sudo", "command"),
        [
            (True, "sudo apt-get update && sudo apt-get install --yes --no-install-recommends a b"),
            (False, "su -c 'apt-get update && apt-get install --yes --no-install-recommends a b'"),
        ],
    )
    def test_the_user_gets_one_command(self, machine: Path, sudo: bool, command: str) -> None:
        if sudo:
            program(machine, "sudo", "exit 1")
        assert system.command_for_user(["a", "b"]) == command

    def test_who_may_not_install_is_told_and_nothing_is_touched(
        self, machine: Path, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        program(machine, "sudo", "echo 'a password is required' >&2; exit 1")
        assert steps.set_up(str(project), [setup.LOCK], setup.OLDEST_PYTHON) == 2
        said = capsys.readouterr()
        assert "\n    sudo apt-get update && sudo apt-get install " in said.err
        assert said.out == ""
        assert not (project / ".venv").exists()
        assert not (machine.parent / "apt.log").exists()

    def test_who_needs_no_password_gets_it_installed(self, machine: Path, project: Path) -> None:
        program(machine, "sudo", f'shift; echo "$@" >> {machine.parent}/sudo.log; [ "$1" = true ] || "$@"')
        with Path(os.devnull).open() as lock:
            system.install(["a", "b"], lock.fileno())
        update, install = (machine.parent / "apt.log").read_text().splitlines()
        assert update.endswith(" update")
        assert install.endswith(" install --yes --no-install-recommends a b")
        assert "env DEBIAN_FRONTEND=noninteractive apt-get" in (machine.parent / "sudo.log").read_text()

    def test_a_failed_installation_shows_what_apt_get_said(
        self,
        machine: Path,
        project: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        program(machine, "apt-get", 'echo "E: no answer for $*"; exit 100')
        assert steps.set_up(str(project), [setup.LOCK], setup.OLDEST_PYTHON) == 2
        said = capsys.readouterr().err
        assert "    E: no answer for -o DPkg::Lock::Timeout=300 --quiet update\n" in said
        assert "    env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 --quiet install" in said

    def test_an_installation_that_changed_nothing_is_noticed(
        self,
        machine: Path,
        project: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert steps.set_up(str(project), [setup.LOCK], setup.OLDEST_PYTHON) == 2
        assert "still missing: libpango-1.0-0," in capsys.readouterr().err

    def test_other_systems_get_the_names(self, machine: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (machine / "apt-get").unlink()
        assert steps.set_up(str(project), [setup.LOCK], setup.OLDEST_PYTHON) == 2
        assert "Debian calls libpango-1.0-0," in capsys.readouterr().err


class TestWhole:
    """build.py itself, on a machine that has what it needs from the system, with lock files that name nothing."""

    def environment(self, machine: Path, **more: str) -> dict[str, str]:
        complete(machine)
        share = machine.parent / "share"
        share.mkdir()
        (share / "fonts").symlink_to(machine.parent / "fonts")
        taken = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        return {**taken, "XDG_DATA_HOME": str(share), "PIP_NO_INDEX": "1", **more}

    def test_two_at_once_mend_what_a_killed_one_left_and_then_run(self, machine: Path, project: Path) -> None:
        command = [sys.executable, str(project / "build.py"), "check", "--only", "a b"]
        environment = self.environment(machine)
        elsewhere = machine.parent / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "kalyp.py").write_text("print('not the project')\n", encoding="utf-8")
        (project / ".venv").mkdir()
        (project / ".venv" / "left-over").touch()

        def start() -> subprocess.Popen[str]:
            return subprocess.Popen(command, env=environment, cwd=elsewhere, stdout=-1, stderr=-1, text=True)

        with start() as killed:
            while not (project / ".venv" / "pyvenv.cfg").exists() and killed.poll() is None:
                time.sleep(0.01)
            killed.kill()  # what it had started goes on for a while, and must not be disturbed
        runs = [start(), start()]
        said = [run.communicate() for run in runs]
        assert [run.returncode for run in runs] == [0, 0], said
        assert [out for out, _ in said] == ["['check', '--only', 'a b']\n"] * 2
        assert ["Waiting for it" in err for _, err in said] == [True, True]
        assert sorted("is not complete" in err for _, err in said) == [False, True]
        assert sorted("Ready after" in err for _, err in said) == [False, True]
        assert not (project / ".venv" / "left-over").exists()
        self.a_changed_lock_that_can_not_be_had_stops_with_the_cause(project, command, environment)

    def a_changed_lock_that_can_not_be_had_stops_with_the_cause(
        self, project: Path, command: list[str], environment: dict[str, str]
    ) -> None:
        (project / setup.LOCK).write_text(f"no-such-thing==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert f"--requirement={project}/{setup.LOCK}\n" in done.stderr
        assert "No matching distribution found for no-such-thing==1.0" in done.stderr
        assert stamp.read(str(project)) == []

    def test_an_old_python_is_told(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("LC_ALL", "C")
        monkeypatch.setattr(sys, "version_info", (3, 10, 9))
        assert setup.start([]) == 2
        assert capsys.readouterr().err == "Kalyp needs Python 3.11 or newer; this is Python 3.10.\n"
        for source in SOURCES:
            ast.parse(source.read_text(encoding="utf-8"), feature_version=(3, 8))

    def test_the_oldest_python_is_the_one_of_the_project(self) -> None:
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        assert settings["project"]["requires-python"] == ">={}.{}".format(*setup.OLDEST_PYTHON)

    def test_the_set_up_needs_the_standard_library_only(self) -> None:
        modules = [f"kalyp.setup.{file.stem}" for file in SOURCES[1:] if file.stem != "__init__"]
        self.python(f"import kalyp.setup, {', '.join(modules)}")

    def test_a_command_on_a_complete_machine_imports_next_to_nothing(self, project: Path) -> None:
        make_stamped(project, [setup.LOCK])
        check = f"stamp.is_current({str(project)!r}, [{setup.LOCK!r}])"
        loaded = self.python(f"from kalyp.setup import stamp; assert {check}; print(*sys.modules)")
        assert not {"json", "pathlib", "re", "subprocess", "typing"} & set(loaded.split())

    def python(self, code: str) -> str:
        """Run code in a Python that sees the project and no installed package."""
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"
        done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
        return done.stdout


class TestWords:
    """In which language does it speak?"""

    @pytest.mark.parametrize(
        ("environment", "language"),
        [
            ({"LANG": "ky_KG.UTF-8"}, "ky"),
            ({"LANG": "ru_RU.UTF-8", "LC_ALL": "kk_KZ"}, "kk"),
            ({"LANG": "ru_RU.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_GB@euro"}, "en"),
            ({"LANG": "C.UTF-8"}, "c"),
            ({"LANG": "../../etc"}, ""),
            ({}, ""),
        ],
    )
    def test_the_language_is_that_of_the_locale(self, environment: dict[str, str], language: str) -> None:
        assert language_of(environment) == language

    def test_a_language_that_it_has_is_spoken(self) -> None:
        assert Words({"LANG": "ky_KG.UTF-8"}).line("done", seconds=7) == "7 секундда даяр болду."

    def test_other_languages_get_english(self) -> None:
        assert Words({"LANG": "fr_FR.UTF-8"}).line("done", seconds=7) == "Ready after 7 s."

    @pytest.mark.parametrize("file", sorted(FOLDER.glob("setup.*.json")), ids=lambda file: file.name)
    def test_every_language_says_the_same(self, file: Path) -> None:
        def shape(path: Path) -> dict[str, list[str]]:
            messages: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            return {
                key: sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for key, text in messages.items()
            }

        assert shape(file) == shape(FOLDER / "setup.json")

    def test_every_message_is_used(self) -> None:
        used = re.findall(r'words\.say\(\s*"([^"]+)"', (ROOT / "kalyp" / "setup" / "steps.py").read_text())
        assert set(used) == set(json.loads((FOLDER / "setup.json").read_text()))


class TestLocks:
    """What is installed: fixed versions, proven by hashes, from wherever this machine gets its packages."""

    def pins(self, lock: str) -> dict[str, set[str]]:
        """Return each line of a package, without its hashes → its hashes."""
        joined = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line.split("--hash=") for line in joined.splitlines() if not line.startswith("#")]
        return {line[0].strip(): {one.strip() for one in line[1:]} for line in lines}

    @pytest.mark.parametrize("lock", [setup.LOCK, setup.TEST_LOCK])
    def test_everything_is_pinned_and_hashed_and_no_place_is_named(self, lock: str) -> None:
        for pin, hashes in self.pins(lock).items():
            assert re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; .+)?", pin)
            assert hashes
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes)
        assert "/" not in (ROOT / lock).read_text(encoding="utf-8")

    def test_the_locks_agree(self) -> None:
        first, tests = self.pins(setup.LOCK), self.pins(setup.TEST_LOCK)
        names = {pin.partition("==")[0]: pin for pin in first}
        for pin in tests:
            assert names.get(pin.partition("==")[0], pin) == pin

    def test_every_dependency_is_locked(self) -> None:
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = {setup.LOCK: settings["project"]["dependencies"], setup.TEST_LOCK: settings["dependency-groups"]["test"]}
        for lock, dependencies in wanted.items():
            locked = {pin.partition("==")[0] for pin in self.pins(lock)}
            names = {re.split(r"[^a-z0-9-]", name.lower())[0] for name in dependencies}
            assert names <= locked

    def test_the_header_says_how_it_is_remade(self) -> None:
        for lock in (setup.LOCK, setup.TEST_LOCK):
            command = shlex.split((ROOT / lock).read_text(encoding="utf-8").splitlines()[1].lstrip("# "))
            assert command[:3] == ["uv", "pip", "compile"]
            assert command[-1] == lock


def test_build_py_holds_no_logic() -> None:
    assert len((ROOT / "build.py").read_text(encoding="utf-8").splitlines()) <= 20
