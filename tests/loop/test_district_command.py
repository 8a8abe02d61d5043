"""The command `district`: requests that were filled in on computers → a folder with the summary; nothing else is touched."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from kalyp import pipeline
from kalyp.commands.district import Outcome, district, told
from kalyp.loop.sample_school import Filled, load_district, request_forms
from kalyp.plan import Choice
from kalyp.say import Speaker
from tests.built import Built, build, copy_project
from tests.loop.filled import hand_in
from tests.support import ROOT, real_content

FORMS = request_forms(load_district(ROOT / "tests/sample_school"), real_content())
SUMMARY = "district-summary"


def told_of(outcome: Outcome, folder: Path) -> list[str]:
    return list(told(Speaker("en"), outcome, folder, "1.0"))


def summed(root: Path, folder: Path, language: str | None = None) -> Outcome:
    return district(root, folder, language, lambda done, total, file: None)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A build of the request and of one other form."""
    root = copy_project(tmp_path_factory.mktemp("made") / "project")
    assert not list(build(root, Choice(("kg-4.3", "kg-2.1"))).problems)
    rows = json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))
    return Built(root, pipeline.check(root).project, rows)


@pytest.fixture(scope="module")
def requests(made: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The requests of three schools, each in another format and language, and a form that is none."""
    work = tmp_path_factory.mktemp("requests")
    hand_in(made, FORMS, work / "schools", work / "aside")
    other = next(row for row in made.rows if row["document"] == "kg-2.1" and row["format"] == "docx")
    shutil.copy(made.root / other["path"], work / "schools")
    return work / "schools"


def needed(forms: list[Filled]) -> Counter[str]:
    """How many teachers need each competency, as the forms were filled in."""
    found: Counter[str] = Counter()
    for form in forms:
        for name, value in form.values.items():
            if name.startswith("request.") and name.endswith(".count") and "total" not in name:
                found[name.split(".")[1]] += int(value)
    return found


def test_requests_of_all_formats_and_languages_become_a_workbook_and_a_pdf(made: Built, requests: Path) -> None:
    before = {path: path.read_bytes() for path in requests.rglob("*") if path.is_file()}
    outcome = summed(made.root, requests, "kk")
    assert outcome.folder == requests.with_name("schools-district")
    assert not outcome.all_well  # a file was not counted
    assert sorted(path.name for path in outcome.folder.iterdir()) == [f"{SUMMARY}.pdf", f"{SUMMARY}.xlsx"]
    assert {path: path.read_bytes() for path in requests.rglob("*") if path.is_file()} == before
    book = openpyxl.load_workbook(outcome.folder / f"{SUMMARY}.xlsx", data_only=True)
    ranking = [row for row in book.worksheets[0].iter_rows(min_row=5, max_col=3, values_only=True) if row[1] and row[0]]
    assert {str(called).partition(".")[0]: int(str(people)) for _, called, people in ranking if people} == needed(FORMS)
    with pypdfium2.PdfDocument(outcome.folder / f"{SUMMARY}.pdf") as pdf:
        words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    for form in FORMS:
        assert form.values["school"].split()[0] in words
    assert real_content().documents["kg-2.1"].title["kk"].split()[0] in words  # why the other file was not counted


def test_it_says_what_was_counted_and_what_was_not(made: Built, requests: Path) -> None:
    lines = told_of(outcome := summed(made.root, requests), requests)
    assert lines[0] == "Requests counted: 3; files in the folder: 4; 1.0 s."
    assert lines[1].startswith("Files not counted: 1.")
    assert any(line.startswith("– 2.1-teacher-self-assessment.docx: ") for line in lines)
    assert lines[-2:] == [f"Written: {outcome.folder}/{SUMMARY}.{ending}" for ending in ("xlsx", "pdf")]


def test_what_stands_there_stays_and_the_same_files_give_the_same_bytes(made: Built, requests: Path) -> None:
    one, other = (summed(made.root, requests, "ru").folder for _ in range(2))
    assert one
    assert other
    assert one != other
    for name in (f"{SUMMARY}.pdf", f"{SUMMARY}.xlsx"):
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_a_folder_without_requests_gives_nothing_and_says_why(made: Built, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    (folder / "a.txt").write_text("…", encoding="utf-8")
    outcome = summed(made.root, folder)
    assert outcome.folder is None
    assert list(tmp_path.iterdir()) == [folder]
    lines = told_of(outcome, folder)
    assert "no training request" in lines[0]
    assert lines[1].startswith("– a.txt: ")


def test_a_language_that_is_none_is_refused(made: Built, tmp_path: Path) -> None:
    outcome = summed(made.root, tmp_path, "xx")
    assert outcome.folder is None
    assert outcome.languages == tuple(real_content().languages)
