"""Outputs: no two documents would be the same file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kalyp.model.document import AnyDocument
from kalyp.model.project import Project
from kalyp.problems import Code, Problems

OutputsOf = Callable[[AnyDocument], Iterable[str]]


def check_outputs(project: Project, outputs_of: OutputsOf, problems: Problems) -> None:
    """Check the paths that the documents' outputs would have in any language; some disks know no case."""
    seen: dict[str, AnyDocument] = {}
    for document in project.documents.values():
        for path in sorted({path.casefold() for path in outputs_of(document)}):
            first = seen.setdefault(path, document)
            if first is not document:
                problems.add(Code.OUTPUT_TWICE, document.place.of("slug"), slug=document.slug, first=first.place)
