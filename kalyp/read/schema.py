"""The model → JSON Schemas of the content files, and the VS Code setting that uses them: slips show while one writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kalyp.model import project as files
from kalyp.model.document import Document
from kalyp.model.framework import Framework
from kalyp.problems import Problems
from kalyp.read.tree import read_tree
from kalyp.read.validate import validate
from kalyp.write.paths import write_whole

FOLDER = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"
_FILES: dict[str, tuple[type[BaseModel], list[str]]] = {
    "document": (Document, ["content/forms/**/*.yaml", "content/booklets/**/*.yaml"]),
    "framework": (Framework, ["frameworks/*.yaml"]),
    "languages": (files.LanguagesFile, ["content/languages.yaml"]),
    "countries": (files.CountriesFile, ["content/countries.yaml"]),
    "roles": (files.RolesFile, ["content/roles.yaml"]),
    "sources": (files.SourcesFile, ["content/sources.yaml"]),
    "fields": (files.FieldsFile, ["content/fields.yaml"]),
    "words": (files.WordsFile, ["content/words.yaml"]),
    "glossary": (files.GlossaryFile, ["content/glossary.yaml"]),
    "pages": (files.PagesFile, ["layouts/pages.yaml"]),
    "fonts": (files.FontsFile, ["layouts/fonts.yaml"]),
}


def schema_files(root: Path) -> Iterator[tuple[str, str]]:
    """Each file that belongs to the schemas, with its text. The languages of a text are those of the project."""
    tree = read_tree(root, "content/languages.yaml", Problems())
    found = validate(files.LanguagesFile, tree, Problems()) if tree else None
    languages = [language.id for language in found.languages] if found else []
    for name, (model, _) in _FILES.items():
        schema = model.model_json_schema(mode="validation")
        for definition in schema.get("$defs", {}), {"": schema}:
            _name_languages(definition, languages)
        yield f"{FOLDER}/{name}.json", _json(schema)
    yield SETTINGS, _json(_settings())


def write_schemas(root: Path) -> list[str]:
    """Write the schemas and the setting; return their paths."""
    paths = []
    for path, text in schema_files(root):
        write_whole(root / path, text.encode())
        paths.append(path)
    return paths


def _name_languages(definitions: dict[str, Any], languages: list[str]) -> None:
    text = definitions.get("Text")
    if text is not None:
        text.pop("additionalProperties", None)
        text["properties"] = {language: {"type": "string", "minLength": 1} for language in languages}
        text["required"] = languages
        text["additionalProperties"] = False


def _settings() -> dict[str, Any]:
    """YAML files: which schema, and how they are written."""
    return {
        "yaml.schemas": {f"./{FOLDER}/{name}.json": globs for name, (_, globs) in _FILES.items()},
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.wordWrap": "on"},
        "files.encoding": "utf8",
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
