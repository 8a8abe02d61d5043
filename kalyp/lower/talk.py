"""The document of a talk sheet and how a person was rated → the sheet of that person, ready for any writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from kalyp.lower.context import Context
from kalyp.lower.document import lower_head, lower_own
from kalyp.model.base import parts
from kalyp.model.blocks import Compared, PageBreak
from kalyp.model.core import Field, Lowered
from kalyp.model.document import Document
from kalyp.model.project import Project
from kalyp.model.talk import Talk
from kalyp.model.walk import fields

KIND = "talk"  # as layouts know it: in small print, so that it stands on one page


def lower_talk(project: Project, document: Document, language: str, talk: Talk) -> Lowered:
    """Lower a document with a `comparison` for a person: what stands before its first page break.

    What follows explains how to fill the form in, and is on the blank one. The framework of the talk is one of those that the
    comparison names.
    """
    edition = Context(project, document, (language,), talk=talk)
    sheet = takewhile(lambda made: not isinstance(made[0], PageBreak), lower_own(edition, document))
    return replace(lower_head(edition), kind=KIND, blocks=tuple(core for _, lowered in sheet for core in lowered))


def talk_fields(project: Project, document: Document, language: str, framework: str) -> Iterator[Field]:
    """All fields that sheets made for people rated by a framework can have; none where the document doesn't compare by it."""
    compared = {part.framework for part, _ in parts(document) if isinstance(part, Compared)}
    if framework in compared:
        levels = project.frameworks[framework].levels
        ids = [competency.id for competency in project.frameworks[framework].competencies()]
        every = Talk(framework, dict.fromkeys(ids, levels[0].id), dict.fromkeys(ids, levels[-1].id))  # they differ in all
        yield from fields(lower_talk(project, document, language, every).blocks)
