"""`collect --sample`: one command, and the whole loop stands in a new folder; the project is left as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kalyp import state
from kalyp.loop.returns import read_return
from kalyp.loop.sample_school import filled_forms, known_school, load_school
from kalyp.loop.school import school_of
from kalyp.model.workbook import Workbook
from tests.built import Built
from tests.copies import copy_built, start
from tests.loop.round import BOOK, PATIENCE, SAMPLE
from tests.support import real_content


def run(root: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run the command, in Russian; gives its exit status and what it said."""
    with start(root, "--speak", "ru", *map(str, arguments)) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out + err


@pytest.fixture(scope="module")
def project(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the finished build, without the sample."""
    return copy_built(built, tmp_path_factory.mktemp("sample") / "project")


def test_without_the_sample_school_it_says_so(project: Path, tmp_path: Path) -> None:
    status, said = run(project, "collect", "--sample", "--to", tmp_path / "loop")
    assert (status, "tests/sample_school" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("forms", "--sample"), ("--sample", "--with", "book.xlsx")])
def test_it_is_either_a_folder_or_the_sample(project: Path, arguments: tuple[str, ...]) -> None:
    status, said = run(project, "collect", *arguments)
    assert (status, "--sample" in said) == (2, True)


def test_the_loop_stands_there_from_the_forms_to_the_district(project: Path, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, project / "tests/sample_school")
    status, said = run(project, "collect", "--sample", "--lang", "ru", "--to", tmp_path / "loop")
    assert status == 0, said[-3000:]
    assert [line[:2] for line in said.splitlines() if line[1:2] == "."] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert said.splitlines()[-1].startswith(f"Всё в папке {tmp_path / 'loop'}")
    folder = tmp_path / "loop"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop"]
    sample = load_school(SAMPLE)
    forms = {path.relative_to(folder / "1-forms").as_posix() for path in (folder / "1-forms").rglob("*.*")}
    assert forms == {form.file for form in filled_forms(sample, real_content())}
    (read,) = read_return(real_content(), folder / "4-collected", folder / "4-collected" / BOOK)
    workbook = real_content().documents["kg-4.2"]
    assert isinstance(workbook, Workbook)
    school, findings = school_of(read.values, workbook, real_content())
    wanted = known_school(sample, real_content(), "ru")
    assert findings == []
    assert school.fields == wanted.fields
    assert {person.name: (person.subjects, person.ratings) for person in school.people} == {
        person.name: (person.subjects, person.ratings) for person in wanted.people
    }
    assert (folder / "5-plans/4.3-training-request.pdf").is_file()
    assert {path.suffix for path in (folder / "6-requests-district").iterdir()} == {".pdf", ".xlsx"}
    assert state.unchanged(project) is not None  # a build has nothing to do
