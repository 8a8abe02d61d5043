"""A build makes what changed and nothing else; lists it all; and keeps what it can't make again.

Most tests ask only which outputs a build would make: their executor notes the jobs and does none of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kalyp import pipeline, state
from kalyp.pipeline import Outcome, Unknown
from kalyp.plan import Choice
from kalyp.running import Here
from tests.built import Built, build
from tests.copies import copy_built, edit, outputs
from tests.paritytext import squash, tagged_text

REPORT = "kg-1.1-report"  # the shortest form
FORM_4 = "content/forms/kg/4.1.yaml"
FRAMEWORK = "frameworks/kg-teacher.yaml"
OBSERVER = "ru: Этот учитель умеет составлять планы уроков и календарно-тематические планы, проводить"


class Noting(Executor):
    """Notes the outputs that it is asked for and makes none."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Note the outputs of the job."""
        self.asked.append(tuple(target.path for target in args[0].targets))
        future: Future[Any] = Future()
        future.set_result(())
        return future


@pytest.fixture
def project(built: Built, tmp_path: Path) -> Path:
    return copy_built(built, tmp_path / "project")


def asked(root: Path, choice: Choice | None = None) -> tuple[set[str], Outcome]:
    """The outputs that a build would make, and how it ends."""
    noting = Noting()

    @contextmanager
    def opened() -> Iterator[Executor]:
        yield noting

    outcome = pipeline.build(root, choice or Choice(), opened, lambda done, total, path: None)
    return {path for job in noting.asked for path in job}, outcome


def here(root: Path, choice: Choice) -> Outcome:
    """Build in this very process."""
    return pipeline.build(root, choice, Here, lambda done, total, path: None)


def rows(root: Path) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))}


def paths(built: Built, **wanted: object) -> set[str]:
    """The outputs whose row in the manifest says so."""
    return {row["path"] for row in built.rows if all(row[key] == value for key, value in wanted.items())}


class TestWhatChanged:
    def test_one_descriptor_in_one_language_is_in_one_booklet_and_its_imposition(self, built: Built, project: Path) -> None:
        old, new = "сабактын планын негизинен кол менен жазат", "сабактын планын дайыма калем менен жазат"
        edit(project, FRAMEWORK, f"Компьютер бар болсо да, {old}.", f"Компьютер бар болсо да, {new}.")
        before = outputs(project)
        outcome = build(project)
        booklet = paths(built, document="kg-2", languages=["ky"])
        assert not outcome.problems
        assert set(outcome.made) == booklet
        assert outcome.kept == len(built.rows) - len(booklet)
        after = outputs(project)
        changed = {f"output/{name}" for name, data in after.items() if data != before[name]}
        assert booklet <= changed
        assert changed <= booklet | {"output/manifest.json", *(f"output/index{it}.html" for it in ("", ".ky", ".kk", ".ru"))}
        for path, row in rows(project).items():
            assert (row == built_row(built, path)) == (path not in booklet)
            if path in booklet:
                assert f"{-(-row['bytes'] // 1024)} КБ" in card(after["index.ky.html"].decode(), path)
        text = tagged_text(next(project / path for path in booklet if not path.endswith("-a4.pdf")))
        assert squash(new) in text
        assert squash(old) not in text

    def test_an_observers_statement_is_in_the_form_that_observes(self, built: Built, project: Path) -> None:
        edit(project, FRAMEWORK, OBSERVER, OBSERVER.replace("планы уроков", "поурочные планы"))
        assert asked(project)[0] == paths(built, document="kg-3.1", languages=["ru"])

    def test_hyphenation_is_of_one_language(self, built: Built, project: Path) -> None:
        with (project / "content/hyphenation/kk.yaml").open("a", encoding="utf-8") as file:
            file.write("  - жос-пар\n")
        assert asked(project)[0] == paths(built, languages=["kk"])

    def test_the_style_of_pages_is_no_matter_of_word(self, built: Built, project: Path) -> None:
        edit(project, "layouts/css/print.css", "body { margin: 0 }", "body { margin: 0; widows: 3 }")
        assert asked(project)[0] == paths(built, format="pdf") | paths(built, format="imposed")

    def test_the_look_of_the_catalogue_makes_no_document(self, project: Path) -> None:
        (project / "layouts/css/catalogue.css").open("a").write("h1 { color: #123456 }\n")
        made, _ = asked(project)
        assert not made
        assert "h1 { color: #123456 }" in (project / "output/index.html").read_text(encoding="utf-8")

    def test_a_process_that_lives_on_sees_the_new_style(self, project: Path) -> None:
        choice = Choice(only=(REPORT,), languages=(("ky",),))
        file = project / "output/kg/ky/forms/1.1-lesson-observation-report.pdf"
        seen = [file.read_bytes()]
        for size in ("11pt", "12pt"):
            (project / "layouts/css/print.css").open("a").write(f"h1 {{ font-size: {size} }}\n")
            assert len(here(project, choice).made) == 1
            seen.append(file.read_bytes())
        assert len(set(seen)) == 3

    def test_touched_files_are_the_same(self, built: Built, project: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in (project / "output/kg").rglob("*")}
        for folder in state.INPUTS:
            for path in (project / folder).rglob("*"):
                os.utime(path)
        made, outcome = asked(project)
        assert not made
        assert outcome.kept == len(built.rows)
        assert {path: path.stat().st_mtime_ns for path in (project / "output/kg").rglob("*")} == before

    def test_a_lost_output_is_made_again(self, built: Built, project: Path) -> None:
        lost = next(iter(paths(built, document="kg-4.1", languages=["ky"], format="docx")))
        (project / lost).unlink()
        assert build(project).made == [lost]
        assert outputs(project) == outputs(built.root)

    def test_a_lost_catalogue_is_written_again(self, built: Built, project: Path) -> None:
        (project / "output/index.ru.html").unlink()
        assert state.unchanged(project) is None
        assert not asked(project)[0]
        assert outputs(project) == outputs(built.root)


class TestWhatGoes:
    def test_outputs_of_a_removed_document_go(self, built: Built, project: Path) -> None:
        gone = paths(built, document="kg-2")
        (project / "content/booklets/kg/2.yaml").unlink()
        made, outcome = asked(project)
        assert not made
        assert set(outcome.removed) == gone
        assert rows(project).keys() == {row["path"] for row in built.rows} - gone
        assert not list((project / "output").rglob("booklets"))  # nor empty folders
        assert "booklets/" not in (project / "output/index.ky.html").read_text(encoding="utf-8")

    def test_a_renamed_slug_moves_its_outputs(self, built: Built, project: Path) -> None:
        edit(project, "content/forms/kg/1.1-report.yaml", "slug: lesson-observation-report", "slug: observation-report")
        outcome = build(project)
        old = paths(built, document=REPORT)
        new = {path.replace("lesson-observation-report", "observation-report") for path in old}
        assert set(outcome.made) == new
        assert set(outcome.removed) == old
        for path in old:
            moved = path.replace("lesson-observation-report", "observation-report")
            assert not (project / path).exists()
            assert (project / moved).read_bytes() == (built.root / path).read_bytes()

    def test_nothing_goes_while_there_are_problems(self, built: Built, project: Path) -> None:
        (project / "content/booklets/kg/2.yaml").unlink()
        edit(project, FORM_4, "slug: individual-plan", "slug: Individual Plan")
        outcome = asked(project)[1]
        assert outcome.problems
        assert not outcome.removed
        assert rows(project).keys() == {row["path"] for row in built.rows}
        assert all((project / row["path"]).exists() for row in built.rows)

    def test_nothing_goes_while_only_a_part_is_built(self, built: Built, project: Path) -> None:
        (project / "content/booklets/kg/2.yaml").unlink()
        outcome = asked(project, Choice(only=("kg-4.1",)))[1]
        assert not outcome.removed
        assert all((project / row["path"]).exists() for row in built.rows)
        assert state.unchanged(project) is None


class TestProblems:
    def test_a_document_with_problems_keeps_its_files_and_others_are_made(self, built: Built, project: Path) -> None:
        edit(project, FORM_4, "status: draft}\npage: A4", "status: draft}\npage: A9")
        edit(project, "layouts/css/print.css", "body { margin: 0 }", "body { margin: 0; widows: 3 }")
        made, outcome = asked(project)
        assert outcome.held_back == ["kg-4.1"]
        assert made == {path for path in paths(built) if not path.endswith(".docx")} - paths(built, document="kg-4.1")
        assert rows(project).keys() == {row["path"] for row in built.rows}

    def test_a_document_that_cannot_be_read_stays_listed(self, built: Built, project: Path) -> None:
        (project / FORM_4).write_text('id: "kg-4.1', encoding="utf-8")
        before = outputs(project)
        outcome = asked(project)[1]
        assert outcome.problems
        assert outputs(project) == before

    def test_a_broken_framework_holds_back_who_uses_it(self, built: Built, project: Path) -> None:
        edit(project, FRAMEWORK, "valid_from: ", "valid_form: ")
        assert asked(project)[1].held_back == ["kg-2", "kg-2.1", "kg-3.1"]

    def test_a_broken_bank_holds_back_all(self, built: Built, project: Path) -> None:
        edit(project, "content/words.yaml", "ky: Мазмуну\n", "")
        made, outcome = asked(project)
        assert not made
        assert set(outcome.held_back) == {row["document"] for row in built.rows}

    def test_after_the_mend_all_is_as_before(self, built: Built, project: Path) -> None:
        text = (project / FORM_4).read_text(encoding="utf-8")
        (project / FORM_4).write_text(text.replace("page: A4", "page: A9"), encoding="utf-8")
        assert asked(project)[1].problems
        (project / FORM_4).write_text(text, encoding="utf-8")
        made, outcome = asked(project)
        assert not made
        assert not outcome.problems
        assert state.unchanged(project) == len(built.rows)


class TestChoice:
    def test_documents_and_languages_are_chosen(self, built: Built, project: Path) -> None:
        edit(project, "layouts/css/print.css", "body { margin: 0 }", "body { margin: 0; widows: 3 }")
        choice = Choice(only=("kg-4.1", "kg-2"), languages=(("kk",),))
        pages = paths(built, languages=["kk"], format="pdf") | paths(built, languages=["kk"], format="imposed")
        assert asked(project, choice)[0] == pages & (paths(built, document="kg-4.1") | paths(built, document="kg-2"))

    def test_what_is_not_there_is_named_with_what_is(self, built: Built, project: Path) -> None:
        before = outputs(project)
        made, outcome = asked(project, Choice(only=("kg-9",), languages=(("ky", "tt"),)))
        documents = tuple(sorted({row["document"] for row in built.rows}))
        assert outcome.unknown == [Unknown("document", "kg-9", documents), Unknown("language", "tt", ("ky", "kk", "ru"))]
        assert not made
        assert outputs(project) == before

    def test_a_pair_stands_side_by_side(self, project: Path) -> None:
        outcome = here(project, Choice(only=(REPORT,), languages=(("ky", "ru"),)))
        stem = "output/kg/ky+ru/forms/1.1-lesson-observation-report"
        assert sorted(outcome.made) == [f"{stem}.docx", f"{stem}.pdf"]
        row = rows(project)[f"{stem}.pdf"]
        assert row["languages"] == ["ky", "ru"]
        assert row["fields"] == rows(project)["output/kg/ru/forms/1.1-lesson-observation-report.pdf"]["fields"]
        text = tagged_text(project / f"{stem}.pdf")
        for title in ("Сабакка байкоо жүргүзүүнүн жыйынтыктары боюнча отчёт", "Отчёт об итогах наблюдения урока"):
            assert squash(title) in text

    def test_a_pair_stays_until_its_files_are_removed(self, project: Path) -> None:
        pair = here(project, Choice((REPORT,), (("ky", "ru"),))).made
        made, outcome = asked(project)
        assert (made, outcome.removed) == (set(), [])
        edit(project, "content/forms/kg/1.1-report.yaml", "ru: Рекомендации\n", "ru: Советы\n")
        assert set(pair) < asked(project)[0]
        for path in pair:
            (project / path).unlink()
        made, _ = asked(project)
        assert not made & set(pair)


def test_the_longest_come_first_and_formats_of_an_edition_share_their_work(built: Built, project: Path) -> None:
    for path in paths(built):
        (project / path).unlink()
    noting = Noting()

    @contextmanager
    def opened() -> Iterator[Executor]:
        yield noting

    pipeline.build(project, Choice(), opened, lambda done, total, path: None)
    assert all("/booklets/" in path for job in noting.asked[:3] for path in job)
    assert [len(job) for job in noting.asked] == [2] * (len(built.rows) // 2)


def test_what_a_killed_build_left_aside_goes(project: Path) -> None:
    aside = project / "output/kg/ky/forms/.4.1-individual-plan.pdf.123.part"
    aside.write_bytes(b"%PDF-1.7 half")
    asked(project)
    assert not aside.exists()


def built_row(built: Built, path: str) -> dict[str, Any]:
    return next(row for row in built.rows if row["path"] == path)


def card(page: str, path: str) -> str:
    """The place in the catalogue where a file is offered."""
    return page.split(path.removeprefix("output/"))[1][:300]


def test_a_file_whose_name_cannot_be_shown_is_a_problem_and_the_build_goes_on(project: Path) -> None:
    Path(os.fsdecode(os.fsencode(project / "content/forms/kg") + b"/\xff.yaml")).write_bytes(b"id: x\n")
    assert [problem.code.value for problem in here(project, Choice()).problems] == ["file-name"]


def test_a_broken_list_of_fonts_is_a_problem(project: Path) -> None:
    edit(project, "layouts/fonts.yaml", "page:\n", "page: [\n")
    made, outcome = asked(project)
    assert not made
    assert {problem.place.file for problem in outcome.problems} == {"layouts/fonts.yaml"}


def test_a_missing_font_hides_no_other_problem(project: Path) -> None:
    edit(project, "layouts/fonts.yaml", "file: PTS75F.ttf", "file: PTS99F.ttf")
    edit(project, "content/forms/kg/1.1-report.yaml", "ru: Рекомендации\n", "ru:\n")
    assert [problem.code.value for problem in pipeline.check(project).problems] == ["text-empty", "font-missing"]
