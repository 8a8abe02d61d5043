"""The JSON Schemas that editors' tools use are those of the model."""

from __future__ import annotations

import json

from kalyp.read.schema import SETTINGS, schema_files
from tests.support import ROOT


def test_the_schemas_in_the_project_are_up_to_date() -> None:
    for path, text in schema_files(ROOT):
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path} is old: python3 build.py schema"


def test_there_are_no_other_schemas() -> None:
    made = {path for path, _ in schema_files(ROOT)}
    assert made == {path.relative_to(ROOT).as_posix() for path in (ROOT / ".vscode").rglob("*.json")}


def test_the_settings_name_schemas_that_are_there_for_files_that_are_there() -> None:
    files = dict(schema_files(ROOT))
    for schema, globs in json.loads(files[SETTINGS])["yaml.schemas"].items():
        assert schema.removeprefix("./") in files
        assert all(any(ROOT.glob(pattern)) for pattern in globs)


def test_a_text_wants_every_language_of_the_project() -> None:
    files = dict(schema_files(ROOT))
    text = json.loads(files[".vscode/schemas/document.json"])["$defs"]["Text"]
    assert set(text["required"]) == set(text["properties"]) != set()
    assert text["additionalProperties"] is False
