"""A build makes what changed and nothing else; lists it all; and keeps what it can't make again.

Most tests ask only which outputs a build would make: their executor notes the jobs and does none of them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kalyp import pipeline, state
from kalyp.pipeline import Unknown
from kalyp.plan import Choice
from kalyp.running import Here
from kalyp.write import writers
from kalyp.write.pdf.section import Piece, Setter
from kalyp.write.unwritable import Unwritable
from kalyp.write.work import Job, Written
from tests.built import Built, build
from tests.copies import copy_built, edit, outputs
from tests.paritytext import squash, tagged_text
from tests.wanted import (
    FORM_4,
    FRAMEWORK,
    HANDBOOK,
    NEW,
    OBSERVER,
    OLD,
    REPORT,
    REPORT_FILE,
    archives_with,
    asked,
    assert_holds_what_stands,
    edit_descriptor,
    here,
    jobs,
    of,
    on_pages,
    packs_with,
    paths,
    rows,
    style,
    wherever,
)


@pytest.fixture
def project(built: Built, tmp_path: Path) -> Path:
    return copy_built(built, tmp_path / "project")


class TestWhatChanged:
    def test_one_descriptor_in_one_language_is_in_its_booklet_the_handbook_and_packs(self, built: Built, project: Path) -> None:
        edit_descriptor(project)
        before = outputs(project)
        outcome = build(project)
        wanted = of("ky", wherever(built, "kg-2"))
        assert {row["format"] for row in built.rows if row["path"] in wanted} == {"pdf", "imposed", "docx", "html", "zip"}
        assert not outcome.problems
        assert set(outcome.made) == wanted
        assert outcome.kept == len(built.rows) - len(wanted)
        after = outputs(project)
        changed = {f"output/{name}" for name, data in after.items() if data != before[name]}
        assert wanted <= changed
        assert changed <= wanted | {"output/manifest.json", *(f"output/index{it}.html" for it in ("", ".ky", ".kk", ".ru"))}
        for path, row in rows(project).items():
            assert (row == built_row(built, path)) == (path not in wanted)
            if path in wanted:
                assert f"{-(-row['bytes'] // 1024)} КБ" in card(after["index.ky.html"].decode(), path)
            if path in wanted and row["format"] == "pdf":
                text = tagged_text(project / path)
                assert squash(NEW) in text
                assert squash(OLD) not in text
            if path in wanted and row["format"] == "zip":
                assert_holds_what_stands(project, path)

    def test_an_observers_statement_is_in_the_form_that_observes(self, built: Built, project: Path) -> None:
        edit(project, FRAMEWORK, OBSERVER, OBSERVER.replace("планы уроков", "поурочные планы"))
        assert asked(project)[0] == of("ru", wherever(built, "kg-3.1"))

    def test_hyphenation_is_of_one_language(self, built: Built, project: Path) -> None:
        with (project / "content/hyphenation/kk.yaml").open("a", encoding="utf-8") as file:
            file.write("  - жос-пар\n")
        assert asked(project)[0] == paths(built, languages=["kk"])

    def test_the_style_of_pages_is_no_matter_of_word_and_screen(self, built: Built, project: Path) -> None:
        style(project)
        assert asked(project)[0] == on_pages(built)

    def test_the_style_of_the_screen_is_no_matter_of_pages_and_word(self, built: Built, project: Path) -> None:
        (project / "layouts/css/screen.css").open("a").write("h1 { color: #123456 }\n")
        assert asked(project)[0] == paths(built, format="html") | archives_with(built, ".html")

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


class TestStore:
    """Books are set a section at a time; sections that are as before are taken from the store."""

    BOOKLET = Choice(only=("kg-2",), languages=(("ky",),))

    @pytest.fixture
    def set_anew(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The sections that were set, as HTML."""
        found: list[str] = []
        set_section = Setter.set

        def noted(setter: Setter, html: str) -> Piece:
            found.append(html)
            return set_section(setter, html)

        monkeypatch.setattr(Setter, "set", noted)
        return found

    def test_an_edit_sets_one_section_again(self, project: Path, set_anew: list[str]) -> None:
        edit_descriptor(project)
        here(project, self.BOOKLET)
        assert [OLD in html or NEW in html for html in set_anew] == [True]

    def test_a_book_without_the_store_is_the_same(self, built: Built, project: Path, set_anew: list[str]) -> None:
        shutil.rmtree(project / state.PARTS)
        booklet = next(iter(paths(built, document="kg-2", languages=["ky"], format="pdf")))
        (project / booklet).unlink()
        assert here(project, self.BOOKLET).made == [booklet]
        assert len(set_anew) > 10
        assert (project / booklet).read_bytes() == (built.root / booklet).read_bytes()

    def test_sections_that_nothing_uses_go_with_a_build_of_everything(self, built: Built, project: Path) -> None:
        before = stored(project)
        assert before == used(project)
        edit_descriptor(project)
        here(project, self.BOOKLET)
        assert before < stored(project)  # while a part is built, nothing goes
        asked(project)
        assert stored(project) == used(project)
        assert len(before - stored(project)) == len(stored(project) - before) == 2  # one section, in PDF and in Word


class TestWhatGoes:
    def test_outputs_of_a_removed_document_go(self, built: Built, project: Path) -> None:
        gone = paths(built, document=HANDBOOK)
        remove_handbook(project)
        made, outcome = asked(project)
        assert made == wherever(built, "kg-calendar")  # where its work stood among the others'
        assert set(outcome.removed) == gone
        assert rows(project).keys() == {row["path"] for row in built.rows} - gone
        assert not list((project / "output/kg").rglob("handbooks"))  # nor empty folders
        assert "kg/ky/handbooks/" not in (project / "output/index.ky.html").read_text(encoding="utf-8")

    def test_a_document_that_others_name_is_missed_and_nothing_goes(self, built: Built, project: Path) -> None:
        (project / "content/booklets/kg/2.yaml").unlink()
        outcome = asked(project)[1]
        assert {problem.code.value for problem in outcome.problems} == {"reference-unknown"}
        assert not outcome.removed
        assert rows(project).keys() == {row["path"] for row in built.rows}

    def test_a_renamed_slug_moves_its_outputs(self, built: Built, project: Path) -> None:
        shutil.rmtree(project / "content/packs")  # they would be made again, since they hold it
        edit(project, REPORT_FILE, "slug: lesson-observation-report", "slug: observation-report")
        outcome = build(project)
        old = paths(built, document=REPORT)
        new = {path.replace("lesson-observation-report", "observation-report") for path in old}
        assert set(outcome.made) == new
        assert set(outcome.removed) == old | paths(built, kind="pack")
        for path in old:
            moved = path.replace("lesson-observation-report", "observation-report")
            assert not (project / path).exists()
            assert (project / moved).read_bytes() == (built.root / path).read_bytes()

    def test_nothing_goes_while_there_are_problems(self, built: Built, project: Path) -> None:
        remove_handbook(project)
        edit(project, FORM_4, "slug: individual-plan", "slug: Individual Plan")
        outcome = asked(project)[1]
        assert outcome.problems
        assert not outcome.removed
        assert rows(project).keys() == {row["path"] for row in built.rows}
        assert all((project / row["path"]).exists() for row in built.rows)

    def test_nothing_goes_while_only_a_part_is_built(self, built: Built, project: Path) -> None:
        remove_handbook(project)
        outcome = asked(project, Choice(only=("kg-4.1",)))[1]
        assert not outcome.removed
        assert all((project / row["path"]).exists() for row in built.rows)
        assert state.unchanged(project) is None


class TestProblems:
    def test_a_document_with_problems_keeps_its_files_and_others_are_made(self, built: Built, project: Path) -> None:
        edit(project, FORM_4, "status: draft}\npage: A4", "status: draft}\npage: A9")
        style(project)
        made, outcome = asked(project)
        held_back = wherever(built, "kg-4.1") | wherever(built, "kg-calendar")  # with what shows it or something of it
        assert outcome.held_back == sorted({row["document"] for row in built.rows if row["path"] in held_back})
        assert made == on_pages(built) - held_back
        assert rows(project).keys() == {row["path"] for row in built.rows}
        assert all((project / path).read_bytes() == (built.root / path).read_bytes() for path in held_back)

    def test_a_pack_waits_for_a_document_that_cannot_be_written(
        self, built: Built, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(job: Job) -> Written:
            raise Unwritable(job.sections[0].blocks[0], "level 7")

        monkeypatch.setattr(writers, "WRITERS", {**writers.WRITERS, "docx": refuse})
        edit(project, REPORT_FILE, "ru: Рекомендации\n", "ru: Советы\n")
        outcome = here(project, Choice(only=("kg-pack-mentor",)))
        assert [problem.code.value for problem in outcome.problems] == ["block-unwritable"]
        assert paths(built, document=REPORT, languages=["ru"], format="pdf") <= set(outcome.made)
        for path in paths(built, document="kg-pack-mentor", format="zip"):  # which would hold the old Word file as if it were new
            assert path not in outcome.made
            assert (project / path).read_bytes() == (built.root / path).read_bytes()

    @pytest.mark.parametrize(
        ("file", "document"), [(FORM_4, "kg-4.1"), ("content/forms/kg/4.4.yaml", "kg-4.4"), (REPORT_FILE, REPORT)]
    )
    def test_a_document_that_cannot_be_read_stays_listed_and_in_what_shows_it(
        self, built: Built, project: Path, file: str, document: str
    ) -> None:
        (project / file).write_text(f'id: "{document}', encoding="utf-8")
        before = outputs(project)
        made, outcome = asked(project)
        assert outcome.problems
        assert not made
        assert {row["document"] for row in built.rows if row["path"] in packs_with(built, document)} <= set(outcome.held_back)
        assert outputs(project) == before

    def test_a_broken_framework_holds_back_who_uses_it(self, built: Built, project: Path) -> None:
        edit(project, FRAMEWORK, "valid_from: ", "valid_form: ")
        users = ("kg-2", "kg-2.1", "kg-3.1", "kg-4.2", "kg-4.3", "kg-talk-sheet", "kz-alignments")
        held_back = set().union(*(wherever(built, name) for name in users))
        shown = {row["document"] for row in built.rows if row["path"] in held_back}
        assert asked(project)[1].held_back == sorted(shown | {"kg-district-summary"})  # which has no output of its own

    def test_a_broken_bank_holds_back_all(self, built: Built, project: Path) -> None:
        edit(project, "content/words.yaml", "ky: Мазмуну\n", "")
        made, outcome = asked(project)
        assert not made
        assert set(outcome.held_back) == set(built.project.documents)

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
        style(project)
        choice = Choice(only=("kg-4.1", "kg-2"), languages=(("kk",),))
        pages = paths(built, languages=["kk"], format="pdf") | paths(built, languages=["kk"], format="imposed")
        assert asked(project, choice)[0] == pages & (paths(built, document="kg-4.1") | paths(built, document="kg-2"))

    def test_what_is_not_there_is_named_with_what_is(self, built: Built, project: Path) -> None:
        before = outputs(project)
        made, outcome = asked(project, Choice(only=("kg-9",), languages=(("ky", "tt"),)))
        documents = tuple(sorted(built.project.documents))
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
        edit(project, REPORT_FILE, "ru: Рекомендации\n", "ru: Советы\n")
        assert set(pair) < asked(project)[0]
        for path in pair:
            (project / path).unlink()
        made, _ = asked(project)
        assert not made & set(pair)


def test_the_longest_come_first_packs_last_and_a_booklet_with_its_imposition(built: Built, project: Path) -> None:
    for path in paths(built):
        (project / path).unlink()
    found, _ = jobs(project)
    ahead = found[: len(paths(built, kind="handbook"))]
    assert {path for job in ahead for path in job} == paths(built, kind="handbook")
    packs = ["/packs/" in job[0] for job in found]
    assert packs == sorted(packs)
    assert {path for job in found for path in job} == paths(built)
    together = [job for job in found if len(job) > 1]
    assert len(together) == len(paths(built, format="imposed"))
    assert all([path.replace("-a4.pdf", ".pdf") for path in job] == [job[0]] * 2 for job in together)


def test_each_output_is_told_as_the_next_of_all(project: Path) -> None:
    for path in (project / "output/kg/ky/booklets").glob("2-*.pdf"):  # two of one job
        path.unlink()
    told: list[tuple[int, int]] = []
    pipeline.build(project, Choice(), Here, lambda done, total, path: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_what_a_killed_build_left_aside_goes(project: Path) -> None:
    aside = project / "output/kg/ky/forms/.4.1-individual-plan.pdf.123.part"
    aside.write_bytes(b"%PDF-1.7 half")
    asked(project)
    assert not aside.exists()


def remove_handbook(root: Path) -> None:
    """Remove a document that no other one names, with its chapters."""
    (root / "content/handbooks/kg/cpd.yaml").unlink()
    shutil.rmtree(root / "content/handbooks/kg/cpd")


def stored(root: Path) -> set[str]:
    """The sections in the store."""
    return {path.name for path in (root / state.PARTS).iterdir()}


def used(root: Path) -> set[str]:
    """The sections that outputs are made of."""
    return {part for output in state.load(root).outputs.values() for part in output.parts}


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
    edit(project, REPORT_FILE, "ru: Рекомендации\n", "ru:\n")
    assert [problem.code.value for problem in pipeline.check(project).problems] == ["text-empty", "font-missing"]
