"""What a build looks at and makes where documents show each other: calendar, samples, handbook, packs."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kalyp import known, pipeline, plan, state
from kalyp.lower.context import Context
from kalyp.lower.document import lower_document, lower_units
from kalyp.lower.handbook import Unit
from kalyp.model.base import Item
from kalyp.model.core import Block, Lowered
from kalyp.model.document import AnyDocument, Document
from kalyp.model.project import Project
from kalyp.plan import Choice
from tests.built import Built
from tests.copies import copy_built, edit
from tests.wanted import (
    FORM_4,
    FRAMEWORK,
    HANDBOOK,
    OBSERVER,
    REPORT,
    REPORT_FILE,
    TITLE_4,
    asked,
    edit_descriptor,
    here,
    of,
    on_pages,
    packs_with,
    paths,
    style,
    wherever,
)


@pytest.fixture
def project(built: Built, tmp_path: Path) -> Path:
    return copy_built(built, tmp_path / "project")


class Working(Executor):
    """Needs a moment for each job; notes how many others were at work when a pack was begun."""

    def __init__(self) -> None:
        self.pieces: list[Future[Any]] = []
        self.left_at_pack: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take a job, which makes nothing."""
        future: Future[Any] = Future()
        if args[0].pieces:
            self.left_at_pack.append(sum(not piece.done() for piece in self.pieces))
            future.set_result(())
        else:
            self.pieces.append(future)
            threading.Timer(0.05, future.set_result, [()]).start()
        return future


class TestWhatIsShownElsewhere:
    def test_a_chapter_in_one_language_is_in_the_handbook_of_that_language(self, built: Built, project: Path) -> None:
        edit(project, "content/handbooks/kg/cpd/foreword.yaml", 'ru: "Введение"', 'ru: "Вступление"')
        assert asked(project)[0] == paths(built, document=HANDBOOK, languages=["ru"])

    def test_the_calendar_follows_a_usage_card(self, built: Built, project: Path) -> None:
        plan_is_made = "Составить индивидуальный план профессионального развития"
        edit(project, FORM_4, f"        ru: {plan_is_made}\n", f"        ru: {plan_is_made} на год\n")
        assert asked(project)[0] == of("ru", wherever(built, "kg-calendar"))

    def test_a_sample_follows_its_form(self, built: Built, project: Path) -> None:
        edit(project, "content/forms/kg/4.4.yaml", "ru: I. Анализ работы", "ru: I. Разбор работы")
        assert asked(project)[0] == of("ru", wherever(built, "kg-4.4") | wherever(built, "kg-4.4-sample"))

    def test_a_pack_comes_after_what_it_holds(self, built: Built, project: Path) -> None:
        style(project)
        working = Working()

        @contextmanager
        def opened() -> Iterator[Executor]:
            yield working

        choice = Choice(only=("kg-pack-mentor",), languages=(("kk",),))
        pipeline.build(project, choice, opened, lambda done, total, path: None)
        assert working.pieces
        assert working.left_at_pack == [0, 0]  # its PDF and its archive

    def test_a_pack_is_chosen_with_what_it_holds(self, built: Built, project: Path) -> None:
        edit(project, FORM_4, TITLE_4, TITLE_4.replace("план", "список"))
        pack = paths(built, document="kg-pack-mentor", languages=["ru"])
        made = asked(project, Choice(only=("kg-pack-mentor",)))[0]
        assert made - pack == paths(built, document="kg-4.1", languages=["ru"])
        assert pack <= made


class TestWhatIsLookedAt:
    """Documents of which no file has changed are not even lowered."""

    @pytest.fixture
    def lowered(self, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, ...]]:
        """The documents that were lowered, with their languages."""
        found = set()

        def noted(project: Project, document: AnyDocument, languages: tuple[str, ...]) -> Lowered:
            found.add((document.id, *languages))
            return lower_document(project, document, languages)

        monkeypatch.setattr(plan, "lower_document", noted)
        return found

    def test_nothing_where_nothing_has_changed(self, built: Built, project: Path, lowered: set[tuple[str, ...]]) -> None:
        made, outcome = asked(project)
        assert (made, lowered) == (set(), set())
        assert outcome.kept == len(built.rows)

    def test_only_what_shows_the_changed_file(self, built: Built, project: Path, lowered: set[tuple[str, ...]]) -> None:
        with (project / REPORT_FILE).open("a") as file:
            file.write("# no words\n")
        assert not asked(project)[0]
        shown = wherever(built, REPORT) | paths(built, document="kg-calendar") | packs_with(built, "kg-calendar")
        assert lowered == {(row["document"], *row["languages"]) for row in built.rows if row["path"] in shown}
        lowered.clear()
        assert not asked(project)[0]
        assert not lowered  # what was looked at once is known

    def test_of_a_book_only_the_chapter_or_appendix_that_changed(
        self, built: Built, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found: list[str] = []

        def noted(edition: Context, document: Document) -> Iterator[Unit]:
            for unit in lower_units(edition, document):
                yield replace(unit, lower=partial(note, unit))

        def note(unit: Unit) -> list[tuple[Item, list[Block]]]:
            found.append(unit.item.id)
            return unit.lower()

        monkeypatch.setattr(known, "lower_units", noted)
        edit(project, "content/handbooks/kg/cpd/foreword.yaml", 'ru: "Введение"', 'ru: "Вступление"')
        asked(project)
        assert found == ["foreword"] * 3  # once a language
        found.clear()
        edit(project, FORM_4, TITLE_4, TITLE_4.replace("план", "список"))
        asked(project)
        assert set(found) >= {"kg-4.1"}
        assert not {"kg-2", "kg-2.1", "foreword"} & set(found)

    def test_what_is_known_of_a_book_may_be_lost(self, built: Built, project: Path) -> None:
        for file in list((project / state.SECTIONS).iterdir()):
            file.unlink()  # which is shared with the build that was copied
            file.write_bytes(b"cos\nnothing\n.")
        edit(project, "content/handbooks/kg/cpd/foreword.yaml", 'ru: "Введение"', 'ru: "Вступление"')
        assert asked(project)[0] == paths(built, document=HANDBOOK, languages=["ru"])

    def test_a_book_is_made_again_from_what_is_known_where_nothing_of_it_is_set(self, built: Built, project: Path) -> None:
        shutil.rmtree(project / state.PARTS)
        book = paths(built, document=HANDBOOK, languages=["ru"])
        for path in book:
            (project / path).unlink()
        assert set(here(project, Choice(only=(HANDBOOK,), languages=(("ru",),))).made) == book
        assert all((project / path).read_bytes() == (built.root / path).read_bytes() for path in book)

    @pytest.mark.parametrize("other", [REPORT, HANDBOOK, "kg-pack-district-methodologist"])
    def test_what_was_left_out_is_still_seen_to_have_changed(self, built: Built, project: Path, other: str) -> None:
        edit(project, FRAMEWORK, OBSERVER, OBSERVER.replace("планы уроков", "поурочные планы"))
        asked(project, Choice(only=(other,), languages=(("ky",),)))
        assert asked(project)[0] == of("ru", wherever(built, "kg-3.1"))

    def test_a_style_is_still_seen_to_have_changed(self, built: Built, project: Path) -> None:
        style(project)
        made = here(project, Choice(only=(REPORT,), languages=(("ky",),))).made
        assert len(made) == 1
        assert asked(project)[0] == on_pages(built) - set(made)

    def test_a_file_that_was_put_back_makes_nothing(self, project: Path) -> None:
        text = (project / FRAMEWORK).read_text(encoding="utf-8")
        edit_descriptor(project)
        assert asked(project)[0]
        (project / FRAMEWORK).write_text(text, encoding="utf-8")
        assert not asked(project)[0]
