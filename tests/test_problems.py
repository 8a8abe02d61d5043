"""Every problem there is: what an editor did, and what the command then says, word for word (`tests/problems/<code>.yaml`).

A case names the files of the small project (`tests/content_copy.py`) that are changed: `change` (pairs of what is found and
what stands there instead), `add` (at the end), `text` (a whole file; `encoding`), `hex` (its bytes), `size` (so many bytes),
`copy` (of another file), `link` (to a path), `remove`. `refuses`: the format whose writer can't write a block. Then `say`: the
lines of the command, in English; none when all is well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kalyp import pipeline, plan
from kalyp.model.core import Heading, Phrase
from kalyp.problems import Code
from kalyp.running import Here
from kalyp.say import Speaker, tongues
from kalyp.write import writers
from kalyp.write.unwritable import Unwritable
from kalyp.write.work import Job, Written
from tests.content_copy import FORM_FILE, keep_fonts, make_project, put

FOLDER = Path(__file__).parent / "problems"
CASES = {
    f"{path.stem}: {case['case']}": case
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
}
FORM = "output/kg/{}/forms/9.1-small.docx"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    keep_fonts(monkeypatch)
    return make_project(tmp_path)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    for file, change in case["files"].items():
        alter(project, file, change)
    if "refuses" in case:
        monkeypatch.setitem(writers.WRITERS, case["refuses"], _refuse)
        found = pipeline.build(project, plan.Choice(), Here, _silent).problems
    else:
        found = pipeline.check(project).problems
    assert [Speaker("en").problem(problem) for problem in found] == case["say"].splitlines()
    for language in tongues():
        assert all(Speaker(language).problem(problem) for problem in found)


def test_every_code_has_a_case() -> None:
    said = "\n".join(case["say"] for case in CASES.values())
    assert [code.value for code in Code if f"[{code.value}]" not in said] == []
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {code.value for code in Code} | {"several"}


def test_every_file_of_cases_says_its_code() -> None:
    for path in sorted(FOLDER.glob("*.yaml")):
        said = "".join(case["say"] for case in yaml.safe_load(path.read_text(encoding="utf-8")))
        assert path.stem == "several" or f"[{path.stem}]" in said


def test_the_small_project_is_sound(project: Path) -> None:
    assert list(pipeline.check(project).problems) == []


def test_a_name_in_no_encoding_is_a_problem_that_can_be_printed(project: Path) -> None:
    put(project, "content/forms/kg/\udc94.yaml", "id: other\n")
    lines = [Speaker("en").problem(problem) for problem in pipeline.check(project).problems]
    assert lines[0].encode().startswith(b"content/forms/kg/<U+DC94>.yaml:1:1 [file-name]")


def test_a_document_with_problems_keeps_its_last_good_files_and_others_are_built(project: Path) -> None:
    small, second = "content/forms/kg/small.yaml", "content/forms/kg/second.yaml"
    alter(project, second, {"copy": small, "change": [["id: kg-small", "id: kg-second"], ["slug: small", "slug: second"]]})
    first = _build(project)
    assert len(first.made) == 6
    assert not first.held_back
    good = {language: (project / FORM.format(language)).read_bytes() for language in ("ky", "kk", "ru")}

    alter(project, small, {"change": [["ru: Маленькая форма", 'ru: ""'], ["ky: Кичинекей форма", "ky: Чоң форма"]]})
    alter(project, second, {"change": [["ky: Кичинекей форма", "ky: Чоң форма"]]})
    then = _build(project)
    assert [problem.code for problem in then.problems] == [Code.TEXT_EMPTY]
    assert then.held_back == ["kg-small"]
    assert then.made == ["output/kg/ky/forms/9.1-second.docx"]
    assert then.removed == []
    assert {language: (project / FORM.format(language)).read_bytes() for language in good} == good

    alter(project, small, {"change": [['ru: ""', "ru: Маленькая форма"]]})
    assert _build(project).made == ["output/kg/ky/forms/9.1-small.docx"]


def test_a_problem_in_a_bank_holds_all_documents_back(project: Path) -> None:
    _build(project)
    alter(project, "content/roles.yaml", {"change": [["      ru: Учитель\n", ""]]})
    then = _build(project)
    assert then.held_back == ["kg-small"]
    assert then.made == []
    assert (project / FORM.format("ru")).is_file()


def test_a_document_that_cannot_be_read_keeps_its_last_good_files(project: Path) -> None:
    _build(project)
    put(project, FORM_FILE, "id: [\n")
    then = _build(project)
    assert [problem.code for problem in then.problems] == [Code.YAML_SYNTAX]
    assert (project / FORM.format("ky")).is_file()


def alter(project: Path, file: str, change: dict[str, Any]) -> None:
    """Do to a file what a case says."""
    path = project / file
    if change.get("remove"):
        path.unlink()
    elif "link" in change:
        path.unlink(missing_ok=True)
        path.symlink_to(change["link"])
    elif "hex" in change:
        put(project, file, bytes.fromhex(change["hex"]))
    elif "size" in change:
        put(project, file, b"#" * change["size"])
    else:
        source = project / change.get("copy", file)
        text = change["text"] if "text" in change else source.read_text(encoding="utf-8") + change.get("add", "")
        for old, new in change.get("change", ()):
            assert old in text, f"{old!r} is not in {file}"
            text = text.replace(old, new, 1)
        put(project, file, text.encode(change.get("encoding", "utf-8")))


def _build(project: Path) -> pipeline.Outcome:
    return pipeline.build(project, plan.Choice(), Here, _silent)


def _refuse(job: Job) -> Written:
    del job
    raise Unwritable(Heading(7, Phrase(()), "deep"), "level 7")


def _silent(done: int, total: int, path: str) -> None:
    """Say nothing."""
