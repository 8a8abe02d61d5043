"""What belongs to a pack: follows from who fills, reads or signs each document."""

from __future__ import annotations

from kalyp.model.document import AnyDocument, Pack
from kalyp.model.project import Project

KINDS = (
    "form",
    "booklet",
    "sheet",
    "sample",
    "workbook",
)  # what packs hold unless they are told otherwise; handbooks are too thick


def contents(project: Project, pack: Pack) -> list[AnyDocument]:
    """The documents of a pack in their order: what its role fills, reads or signs, less and more what the pack says."""
    belongs = [document.id for document in _by_code(project) if _is_for(document, pack, project)]
    names = [document.id for document in _by_code(project) if document.id in {*belongs, *pack.add} - {*pack.drop}]
    place = {name: index for index, name in enumerate([*pack.order, *(name for name in names if name not in pack.order)])}
    return [project.documents[name] for name in sorted(names, key=place.__getitem__) if name in project.documents]


def is_bound(project: Project, document: AnyDocument, pack: Pack) -> bool:
    """Whether a document stands in the pack's PDF: if it has pages, for the pack's paper, either way round."""
    if not is_printed(document):
        return False
    sizes = [project.pages[name] for name in (document.page, pack.page) if name in project.pages]
    return len({frozenset((size.width, size.height)) for size in sizes}) == 1


def is_printed(document: AnyDocument) -> bool:
    """Whether a document has pages; others are filled in on a computer."""
    return "pdf" in document.formats


def _by_code(project: Project) -> list[AnyDocument]:
    return sorted(project.documents.values(), key=lambda document: (document.code or "~", document.id))


def _is_for(document: AnyDocument, pack: Pack, project: Project) -> bool:
    if document.country != pack.country or document.kind not in KINDS:
        return False
    named = {*document.filled_by, *document.read_by, *document.signed_by}
    acting = {person for role in named if role in project.roles for person in project.roles[role].acted_by}
    return pack.role in named | acting
