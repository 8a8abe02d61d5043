"""Ids: none twice where it must tell things apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kalyp.model import blocks as rich
from kalyp.model.base import parts
from kalyp.model.document import Document
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems


def check_ids(project: Project, problems: Problems) -> None:
    """Check ids inside frameworks, fields and documents."""
    for framework in project.frameworks.values():
        _check_framework(framework, problems)
    for entry in project.fields.values():
        _unique(entry.choices, problems)
    for document in project.documents.values():
        for found in _groups(document):
            _unique(found, problems)


def _unique(found: Iterable[Any], problems: Problems) -> None:
    """Check that no two of these items have the same id."""
    seen: dict[str, Place] = {}
    for item in found:
        place = item.place.of("id")
        if item.id in seen:
            problems.add(Code.ID_TWICE, place, id=item.id, first=seen[item.id])
        seen.setdefault(item.id, place)


def _check_framework(framework: Framework, problems: Problems) -> None:
    for found in (framework.levels, framework.groups, framework.domains, framework.competencies()):
        _unique(found, problems)
    for competency in framework.competencies():
        for descriptors in competency.descriptors.values():
            _unique(descriptors, problems)


def _groups(document: Document) -> Iterator[Iterable[Any]]:
    """The items of a document whose ids must differ from each other. Their fields are named after them."""
    found = [part for part, _ in parts(document)]
    yield (part for part in found if isinstance(part, rich.Heading))
    for part in found:
        match part:
            case rich.Checklist():
                yield part.answers
                yield part.sections
                yield (question for section in part.sections for question in section.questions)
            case rich.Question():
                yield part.parts
            case rich.Choices():
                yield part.options
            case rich.Grid():
                yield part.columns
            case rich.Report():
                yield (box for row in part.rows for box in row)
            case rich.Signatures():
                yield part.rows
            case rich.SignatureRow():
                yield part.parties
