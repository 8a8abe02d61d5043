"""`plan`: a workbook's file → the folder of plans, value by value in each format; and files of which no plans are made."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from kalyp.commands.plan import Outcome, plan, told
from kalyp.loop.model import Person, School
from kalyp.loop.plans import Planner
from kalyp.loop.school import values_of
from kalyp.lower.workbook import lower_workbook
from kalyp.say import Speaker, tongues
from kalyp.write.docx import read as word
from kalyp.write.pdf import forms
from kalyp.write.xlsx import read as excel
from kalyp.write.xlsx.book import write
from tests.built import Built
from tests.copies import outputs
from tests.loop.planned import ASANOVA, SCHOOL, planner, workbook
from tests.support import real_content

LANGUAGES = ("ky", "kk", "ru")
PEOPLE = ["Асанова Айгүл 2.1", "Асанова Айгүл 2.2", "Бекова Бермет", "Жакыпов Азамат", "Усенова Гүлнара"]
FILES = [
    *(f"4.1-individual-plan/{form}/{name}.{form}" for form in ("docx", "pdf") for name in PEOPLE),
    *(f"4.3-training-request.{form}" for form in ("docx", "pdf", "xlsx")),
    *(f"4.4-school-development-plan.{form}" for form in ("docx", "pdf")),
]


def quiet(done: int, total: int, path: str) -> None:
    """No bar."""


def saved(folder: Path, school: School = SCHOOL, language: str = "ky", name: str = "school.xlsx") -> Path:
    """A workbook's file, as it is written: without any calculated value."""
    book = lower_workbook(real_content(), workbook(), language, values_of(school, workbook()))
    path = folder / name
    path.write_bytes(write(book))
    return path


def read(path: Path) -> dict[str, str]:
    """What stands in a file, without what is empty."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        with pikepdf.open(io.BytesIO(data)) as opened:
            values = forms.read(opened)
    else:
        values = word.read(data) if path.suffix == ".docx" else excel.read(data)[1]
    return {name: value for name, value in values.items() if value}


def written(wanted: Mapping[str, str], path: Path, plans: Planner) -> bool:
    """Whether a file has these values and no others, but for those of the workbook's head for which it doesn't ask."""
    found = read(path)
    expected = {name: value for name, value in wanted.items() if value and (name in found or name not in plans.head)}
    return found == expected


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Outcome]:
    folder = tmp_path_factory.mktemp(request.param)
    return request.param, plan(built.root, saved(folder, language=request.param), None, quiet)


def test_everything_is_written_beside_the_workbook(made: tuple[str, Outcome]) -> None:
    _, outcome = made
    assert outcome.folder
    assert outcome.folder.name == "school-plan"
    found = sorted(path.relative_to(outcome.folder).as_posix() for path in outcome.folder.rglob("*") if path.is_file())
    assert found == FILES == sorted(outcome.files)
    assert outcome.people == len(PEOPLE)


def test_every_value_arrives_in_every_format(made: tuple[str, Outcome]) -> None:
    language, outcome = made
    assert outcome.folder
    plans = planner(language=language)
    for form in ("pdf", "docx", "xlsx"):
        assert written(plans.request(), outcome.folder / f"4.3-training-request.{form}", plans)
    for form in ("pdf", "docx"):
        assert written(plans.yearly(), outcome.folder / f"4.4-school-development-plan.{form}", plans)
        for name, goals in zip(PEOPLE, plans.goals(), strict=True):
            assert written(goals.values, outcome.folder / f"4.1-individual-plan/{form}/{name}.{form}", plans), name


def test_nothing_in_print_is_cut_in_any_language(made: tuple[str, Outcome]) -> None:
    assert not [finding for finding in made[1].findings if finding.code == "plan-cut"]


def test_what_needs_a_person_is_said_in_every_language(made: tuple[str, Outcome]) -> None:
    _, outcome = made
    for tongue in tongues():
        lines = list(told(Speaker(tongue), outcome, Path("school.xlsx")))
        assert str(outcome.folder) in lines[0]
        assert len(lines) == 2 + len(outcome.findings) > 8
        assert any("Токтобекова Чынара" in line for line in lines)


def test_the_same_workbook_gives_the_same_bytes_and_nothing_is_written_over(built: Built, tmp_path: Path) -> None:
    file = saved(tmp_path, replace(SCHOOL, people=(ASANOVA,)))
    before = file.read_bytes()
    first, again = plan(built.root, file, None, quiet), plan(built.root, file, None, quiet)
    assert first.folder
    assert again.folder
    assert (first.folder.name, again.folder.name) == ("school-plan", "school-plan-2")
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for folder in (first.folder, again.folder)
    ]
    assert contents[0] == contents[1]
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["school-plan", "school-plan-2", "school.xlsx"]


def test_a_text_that_a_print_would_cut_is_told(built: Built, tmp_path: Path) -> None:
    long = replace(SCHOOL, fields={"school": "Көл жээгиндеги орто мектеп, үлгү " * 5}, people=(ASANOVA,))
    outcome = plan(built.root, saved(tmp_path, long), None, quiet)
    cut = [dict(finding.values) for finding in outcome.findings if finding.code == "plan-cut"]
    assert {"file": "4.1-individual-plan/pdf/Асанова Айгүл 2.1.pdf", "fields": "Мектеп"} in cut


def test_a_name_that_no_file_can_have_is_no_path(built: Built, tmp_path: Path) -> None:
    evil = replace(ASANOVA, name='../../=HYPERLINK("x")/CON', ratings={"teachers": ASANOVA.ratings["teachers"]})
    outcome = plan(built.root, saved(tmp_path, School(people=(evil,))), tmp_path / "out", quiet)
    assert outcome.folder == tmp_path / "out"
    (file,) = (path for path in outcome.folder.rglob("*.docx") if "individual" in str(path.parent))
    assert file.name == "=HYPERLINK(-x-)-CON.docx"
    assert read(file)["teacher-name"] == evil.name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "school.xlsx"]


def refused(built: Built, file: Path) -> list[str]:
    """Why there are no plans of a file; nothing was written."""
    there = sorted(file.parent.iterdir())
    before = outputs(built.root)
    outcome = plan(built.root, file, None, quiet)
    assert outcome.folder is None
    assert sorted(file.parent.iterdir()) == there
    assert outputs(built.root) == before
    for tongue in tongues():
        assert len(list(told(Speaker(tongue), outcome, file))) == 1 + len(outcome.findings) >= 2
    return [finding.code for finding in outcome.findings]


def test_an_empty_workbook_is_refused(built: Built, tmp_path: Path) -> None:
    assert refused(built, saved(tmp_path, School()))[-1] == "plan-empty"
    nobody = School(people=(Person(1, "А", left_out=True),))
    assert refused(built, saved(tmp_path, nobody))[-1] == "plan-empty"


def test_a_form_is_no_workbook(built: Built, tmp_path: Path) -> None:
    blank = tmp_path / "2.1.xlsx"
    blank.write_bytes(next(path for path in built.files("xlsx") if path.name.startswith("2.1")).read_bytes())
    assert refused(built, blank) == ["plan-other"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", b"%PDF-1.7 no", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"text"])
def test_a_file_that_is_none_is_refused(built: Built, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "school.xlsx"
    file.write_bytes(data)
    assert refused(built, file)


def test_a_workbook_of_another_edition_is_told(built: Built, tmp_path: Path) -> None:
    """The names of fields are for ever, so its plans can be made."""
    old = workbook().model_copy(update={"edition": workbook().edition.model_copy(update={"number": "0"})})
    file = tmp_path / "school.xlsx"
    file.write_bytes(write(lower_workbook(real_content(), old, "ky", values_of(School(people=(ASANOVA,)), workbook()))))
    outcome = plan(built.root, file, None, quiet)
    assert outcome.folder
    assert outcome.findings[0].code == "edition-other"
