"""Sources: every text of a document or framework says, itself or through what encloses it, where it comes from."""

from __future__ import annotations

from kalyp.model import files
from kalyp.model.base import Sourced, parts
from kalyp.model.framework import Descriptor
from kalyp.model.project import Project
from kalyp.problems import Code, Problems, nearest


def check_sources(project: Project, problems: Problems) -> None:
    """Check that documents, frameworks and each descriptor have a source, and that each names a known document first."""
    readable = files.SOURCES not in project.unread  # else nobody knows which there are
    for item in (*project.frameworks.values(), *project.written()):
        for part, above in parts(item):
            if not isinstance(part, Sourced):
                continue
            if part.source is None:
                if not above or isinstance(part, Descriptor):
                    problems.add(Code.SOURCE_MISSING, part.place)
                continue
            document = part.source.split(" ")[0]
            if readable and document not in project.sources:
                known = nearest(document, project.sources)
                problems.add(Code.SOURCE_UNKNOWN, part.place.of("source"), source=document, known=known)
