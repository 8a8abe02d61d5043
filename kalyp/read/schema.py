"""The model → JSON Schemas of the content files, and the VS Code setting that uses them: slips show while one writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kalyp.model import files
from kalyp.model import project as model
from kalyp.model.document import Chapter, Document, Pack, Sample
from kalyp.model.framework import Framework
from kalyp.model.summary import Summary
from kalyp.model.workbook import Workbook
from kalyp.problems import Problems
from kalyp.read.tree import read_tree
from kalyp.read.validate import validate
from kalyp.write.paths import write_whole

FOLDER = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"
_FILES: dict[str, tuple[type[BaseModel], list[str]]] = {
    "document": (Document, [*(f"{folder}**/*.yaml" for folder in files.PLAIN), f"{files.HANDBOOKS}*/*.yaml"]),
    "chapter": (Chapter, [f"{files.HANDBOOKS}*/*/*.yaml"]),
    "sample": (Sample, [f"{files.SAMPLES}**/*.yaml"]),
    "pack": (Pack, [f"{files.PACKS}**/*.yaml"]),
    "summary": (Summary, [f"{files.SUMMARIES}**/*.yaml"]),
    "workbook": (Workbook, [f"{files.WORKBOOKS}**/*.yaml"]),
    "framework": (Framework, [f"{files.FRAMEWORKS}*.yaml"]),
    "languages": (model.LanguagesFile, [files.LANGUAGES]),
    "countries": (model.CountriesFile, [files.COUNTRIES]),
    "roles": (model.RolesFile, [files.ROLES]),
    "sources": (model.SourcesFile, [files.SOURCES]),
    "fields": (model.FieldsFile, [files.FIELDS]),
    "words": (model.WordsFile, [files.WORDS]),
    "glossary": (model.GlossaryFile, [files.GLOSSARY]),
    "pages": (model.PagesFile, [files.PAGES]),
    "fonts": (model.FontsFile, [files.FONTS]),
}


def schema_files(root: Path) -> Iterator[tuple[str, str]]:
    """Each file that belongs to the schemas, with its text. The languages of a text are those of the project."""
    tree = read_tree(root, files.LANGUAGES, Problems())
    found = validate(model.LanguagesFile, tree, Problems()) if tree else None
    languages = [language.id for language in found.languages] if found else []
    for name, (kind, _) in _FILES.items():
        schema = kind.model_json_schema(mode="validation")
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
