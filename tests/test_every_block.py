"""`tests/every_block.yaml`: one document with every kind of block, lowered in each language and in a pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalyp import pipeline
from kalyp.lower.document import lower_document
from kalyp.model.core import FieldKind, Lowered
from kalyp.model.document import Document
from kalyp.model.project import Project
from kalyp.model.walk import fields
from kalyp.plan import Sources
from kalyp.read.shape import block_kinds
from tests.conftest import Golden
from tests.content_copy import keep_fonts, make_project, put, put_frameworks
from tests.dump import dump
from tests.support import ROOT

FILE = "content/forms/kg/every-block.yaml"
FRAMEWORKS = ("listed", "stages", "tiny")
EDITIONS = [("ky",), ("kk",), ("ru",), ("ky", "ru")]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Checked:
    root = make_project(tmp_path_factory.mktemp("project"))
    put(root, FILE, (ROOT / "tests" / "every_block.yaml").read_bytes())
    put_frameworks(root)
    with pytest.MonkeyPatch.context() as monkeypatch:
        keep_fonts(monkeypatch)
        return pipeline.check(root)


def lowered(project: Project, languages: tuple[str, ...]) -> Lowered:
    return lower_document(project, project.documents["every-block"], languages)


def test_every_kind_of_block_occurs(checked: pipeline.Checked) -> None:
    document = checked.project.documents["every-block"]
    assert isinstance(document, Document)
    used = {block.block for block in document.blocks}
    assert used == set(block_kinds())


def test_the_checks_find_nothing(checked: pipeline.Checked) -> None:
    assert list(checked.problems) == []


def test_it_is_made_again_when_a_framework_that_it_shows_changes(checked: pipeline.Checked) -> None:
    shown = Sources(checked.project)[checked.project.documents["every-block"]]
    assert {file for file in shown if file.startswith("frameworks/")} == {f"frameworks/{name}.yaml" for name in FRAMEWORKS}


def test_a_table_of_alignments_shows_the_frameworks_that_they_lead_to(checked: pipeline.Checked) -> None:
    document = checked.project.documents["every-block"]
    assert isinstance(document, Document)
    only = document.model_copy(update={"blocks": [block for block in document.blocks if block.block == "alignments"]})
    shown = Sources(checked.project)[only]
    assert {file for file in shown if file.startswith("frameworks/")} == {"frameworks/listed.yaml", "frameworks/tiny.yaml"}


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_lowers_as_the_golden_says(checked: pipeline.Checked, languages: tuple[str, ...], golden: Golden) -> None:
    golden(f"every_block.{'+'.join(languages)}.txt", dump(lowered(checked.project, languages)))


@pytest.mark.parametrize("languages", EDITIONS, ids="+".join)
def test_fields_are_the_same_in_every_edition(checked: pipeline.Checked, languages: tuple[str, ...]) -> None:
    def asked(edition: tuple[str, ...]) -> list[tuple[FieldKind, str, str]]:
        return [(field.kind, field.name, field.value) for field in fields(lowered(checked.project, edition).blocks)]

    assert asked(languages) == asked(EDITIONS[0])


def test_fields_have_names_of_their_own_and_every_kind_is_asked(checked: pipeline.Checked) -> None:
    found = list(fields(lowered(checked.project, EDITIONS[0]).blocks))
    named = [(field.name, field.value if field.kind is FieldKind.MARK else "") for field in found]
    assert len(set(named)) == len(named)
    assert {field.kind for field in found} == set(FieldKind)
    assert all(field.label.plain.strip() for field in found)


def test_a_pair_says_everything_in_both_languages(checked: pipeline.Checked) -> None:
    both, one, other = (dump(lowered(checked.project, languages)) for languages in (("ky", "ru"), ("ky",), ("ru",)))
    for words in ("Бардык блоктор / Все блоки", "Кадам / Шаг", "**үч тилде**", "**на трёх языках**"):
        assert words in both
    assert both.count("[") == one.count("[") == other.count("[")


def test_goldens_are_those_of_the_editions() -> None:
    found = {path.name for path in (Path(__file__).parent / "golden").glob("every_block.*")}
    assert found == {f"every_block.{'+'.join(languages)}.txt" for languages in EDITIONS}
