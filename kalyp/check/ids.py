"""Ids: none twice where it must tell things apart, and no two documents that would be the same file."""

from __future__ import annotations

from collections.abc import Iterable

from kalyp.model import blocks as rich
from kalyp.model.base import parts
from kalyp.model.document import Document
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems


def check_ids(project: Project, problems: Problems) -> None:
    """Check ids inside frameworks and documents, and that no two documents share an output."""
    for framework in project.frameworks.values():
        _check_framework(framework, problems)
    for entry in project.fields.values():
        _unique(((choice.id, choice.place) for choice in entry.choices), problems)
    outputs: dict[tuple[str, str, str, str], Document] = {}
    for document in project.documents.values():
        key = (document.country, document.kind, document.code, document.slug)
        if key in outputs:
            problems.add(Code.OUTPUT_TWICE, document.place, slug=document.slug, first=outputs[key].place)
        outputs.setdefault(key, document)
        _check_document(document, problems)


def _unique(found: Iterable[tuple[str, Place]], problems: Problems) -> None:
    seen: dict[str, Place] = {}
    for name, place in found:
        if name in seen:
            problems.add(Code.ID_TWICE, place, id=name, first=seen[name])
        seen.setdefault(name, place)


def _check_framework(framework: Framework, problems: Problems) -> None:
    _unique(((level.id, level.place) for level in framework.levels), problems)
    _unique(((domain.id, domain.place) for domain in framework.domains), problems)
    _unique(((competency.id, competency.place) for competency in framework.competencies()), problems)
    for competency in framework.competencies():
        for found in competency.descriptors.values():
            _unique(((descriptor.id, descriptor.place) for descriptor in found), problems)


def _check_document(document: Document, problems: Problems) -> None:
    _unique(((part.id, part.place) for part, _ in parts(document) if isinstance(part, rich.Heading)), problems)
    for part, _ in parts(document):
        if isinstance(part, rich.Checklist):
            _unique(((section.id, section.place) for section in part.sections), problems)
