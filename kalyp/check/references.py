"""References: what one file names must stand in another."""

from __future__ import annotations

from collections.abc import Collection

from kalyp.model import blocks as rich
from kalyp.model import files
from kalyp.model.base import parts
from kalyp.model.document import Document
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems, nearest


def check_references(project: Project, problems: Problems) -> None:
    """Check that every framework, voice, field, role, country and page size that is named exists."""
    names = _Names(project, problems)
    for framework in project.frameworks.values():
        _check_framework(framework, project, names, problems)
    for document in project.documents.values():
        _check_document(document, project, names, problems)


# Where each kind stands. While a file there can't be read, nobody knows what is in it, and its own problem is enough to mend.
_HOMES = {
    "country": files.COUNTRIES,
    "field": files.FIELDS,
    "framework": files.FRAMEWORKS,
    "language": files.LANGUAGES,
    "page": files.PAGES,
    "role": files.ROLES,
}
MOST_LEVELS = 6  # columns of boxes, 14 mm each, that a row of the rating has room for


class _Names:
    """Looks names up, and notes those that are unknown."""

    def __init__(self, project: Project, problems: Problems) -> None:
        self._problems = problems
        self._dark = {kind for kind, home in _HOMES.items() if any(file.startswith(home) for file in project.unread)}

    def known(self, kind: str, name: str, place: Place, known: Collection[str]) -> bool:
        if name in known:
            return True
        if kind not in self._dark:
            self._problems.add(Code.REFERENCE_UNKNOWN, place, kind=kind, id=name, known=nearest(name, known))
        return False


def _check_framework(framework: Framework, project: Project, names: _Names, problems: Problems) -> None:
    names.known("country", framework.country, framework.place.of("country"), project.countries)
    names.known("language", framework.source_language, framework.place.of("source_language"), project.languages)
    if framework.replaced_by:
        names.known("framework", framework.replaced_by, framework.place.of("replaced_by"), project.frameworks)
    levels = [level.id for level in framework.levels]
    groups = [group.id for group in framework.groups]
    for competency in framework.competencies():
        for voice in framework.voices:
            if voice not in competency.statement:
                place = competency.place.of("statement")
                problems.add(Code.VOICE_MISSING, place, voice=voice, competency=competency.code)
        for voice in competency.statement:
            names.known("voice", voice, competency.statement[voice].place, framework.voices)
        for level, found in competency.descriptors.items():
            names.known("level", level, competency.place.of("descriptors", level), levels)
            for descriptor in found:
                if descriptor.group:
                    names.known("group", descriptor.group, descriptor.place.of("group"), groups)
        missing = [level for level in levels if competency.descriptors and not competency.descriptors.get(level)]
        for level in missing:
            place = competency.place.of("descriptors")
            problems.add(Code.LEVEL_MISSING, place, level=level, competency=competency.code)


def _check_document(document: Document, project: Project, names: _Names, problems: Problems) -> None:
    names.known("country", document.country, document.place.of("country"), project.countries)
    names.known("page", document.page, document.place.of("page"), project.pages)
    for key, roles in (("filled_by", document.filled_by), ("read_by", document.read_by)):
        for index, role in enumerate(roles):
            names.known("role", role, document.place.of(key, index), project.roles)
    for part, _ in parts(document):
        if isinstance(part, rich.FieldUse):
            names.known("field", part.field, part.place.of("field"), project.fields)
        elif isinstance(part, rich.FrameworkUse):
            _check_framework_use(part, project, names, problems)
        elif isinstance(part, rich.UsageCardBlock) and document.usage is None:
            problems.add(Code.USAGE_MISSING, part.place)


def _check_framework_use(block: rich.FrameworkUse, project: Project, names: _Names, problems: Problems) -> None:
    if not names.known("framework", block.framework, block.place.of("framework"), project.frameworks):
        return
    framework = project.frameworks[block.framework]
    names.known("voice", block.voice, block.place.of("voice"), framework.voices)
    count = len(framework.levels)
    if not isinstance(block, rich.Help) and not 1 <= count <= MOST_LEVELS:
        problems.add(Code.LEVELS_NUMBER, block.place.of("framework"), count=count, most=MOST_LEVELS)
    if isinstance(block, rich.Rating):
        competencies = [competency.id for competency in framework.competencies()]
        for remark in block.remarks:
            names.known("competency", remark.competency, remark.place.of("competency"), competencies)
