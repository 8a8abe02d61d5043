"""The outputs that stand in the folder → `output/manifest.json`: one row an output, in the order of the paths."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

from kalyp.model.document import AnyDocument
from kalyp.model.project import Project
from kalyp.state import Output
from kalyp.write.paths import OUTPUT, output_path, write_whole

FILE = f"{OUTPUT}/manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the manifest. `pages` is 0 where the format has no pages of its own (Word)."""

    path: str
    document: str
    kind: str
    country: str
    languages: list[str]
    format: str
    pages: int
    fields: int
    bytes: int
    edition: str
    date: str
    status: str
    sha256: str


def entries(project: Project, outputs: Mapping[str, Output]) -> list[Entry]:
    """The rows of all documents that are in the project and whose outputs stand."""
    editions = {tuple(path.split("/")[2].split("+")) for path in outputs}
    found = []
    for document, languages in product(project.documents.values(), editions):
        for form in document.formats:
            path = output_path(document, languages, form)
            if path in outputs:
                found.append(_entry(path, document, languages, form, outputs[path]))
    return sorted(found, key=lambda entry: entry.path)


def _entry(path: str, document: AnyDocument, languages: tuple[str, ...], form: str, output: Output) -> Entry:
    return Entry(
        path=path,
        document=document.id,
        kind=document.kind,
        country=document.country,
        languages=list(languages),
        format=form,
        pages=output.pages,
        fields=output.fields,
        bytes=output.bytes,
        edition=document.edition.number,
        date=document.edition.date,
        status=document.edition.status,
        sha256=output.sha256,
    )


def write(root: Path, project: Project, outputs: Mapping[str, Output]) -> None:
    """Write the manifest whole. An output whose document can't be read now keeps the row that it had."""
    rows = {path: row for path, row in _last(root).items() if path in outputs}
    rows |= {entry.path: asdict(entry) for entry in entries(project, outputs)}
    listed = [row for _, row in sorted(rows.items())]
    write_whole(root / FILE, (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode())


def _last(root: Path) -> dict[str, dict[str, object]]:
    """The rows of the manifest that stands."""
    try:
        return {row["path"]: row for row in json.loads((root / FILE).read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
