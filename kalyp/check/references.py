"""References: what one file names must stand in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kalyp.model import blocks as rich
from kalyp.model import files
from kalyp.model.base import parts
from kalyp.model.document import AnyDocument, Chapter, Pack, Sample
from kalyp.model.framework import Competency, Framework
from kalyp.model.project import Project
from kalyp.model.summary import Summary
from kalyp.model.usage import CalendarEntry
from kalyp.model.workbook import Workbook
from kalyp.problems import Code, Place, Problems, nearest


def check_references(project: Project, problems: Problems) -> None:
    """Check that every framework, voice, field, role, country and page size that is named exists."""
    names = _Names(project, problems)
    for framework in project.frameworks.values():
        _check_framework(framework, project, names, problems)
    for role in project.roles.values():
        for index, person in enumerate(role.acted_by):
            names.known("role", person, role.place.of("acted_by", index), project.roles)
    for document in project.documents.values():
        _check_document(document, project, names)
    for item in project.written():
        _check_blocks(item, project, names, problems)


# Where each kind stands. While a file there can't be read, nobody knows what is in it, and its own problem is enough to mend.
_HOMES = {
    "country": files.COUNTRIES,
    "document": "content/",
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
        _check_alignments(competency, framework, project, names, problems)


def _check_alignments(competency: Competency, framework: Framework, project: Project, names: _Names, problems: Problems) -> None:
    """Each leads to a competency of another framework, and none leads where another does."""
    seen: dict[tuple[str, str], Place] = {}
    for alignment in competency.alignments:
        key = (alignment.framework, alignment.competency)
        if alignment.framework == framework.id:
            problems.add(Code.ALIGNMENT_OWN, alignment.place.of("framework"), id=framework.id)
        elif key in seen:
            problems.add(Code.ALIGNMENT_TWICE, alignment.place, framework=key[0], competency=key[1], first=seen[key])
        elif names.known("framework", alignment.framework, alignment.place.of("framework"), project.frameworks):
            known = [found.id for found in project.frameworks[alignment.framework].competencies()]
            names.known("competency", alignment.competency, alignment.place.of("competency"), known)
        seen.setdefault(key, alignment.place)


def _check_document(document: AnyDocument, project: Project, names: _Names) -> None:
    names.known("country", document.country, document.place.of("country"), project.countries)
    names.known("page", document.page, document.place.of("page"), project.pages)
    for key in ("filled_by", "read_by", "signed_by"):
        for index, role in enumerate(getattr(document, key)):
            names.known("role", role, document.place.of(key, index), project.roles)
    if isinstance(document, Pack):
        names.known("role", document.role, document.place.of("role"), project.roles)
        for key in ("add", "drop", "order"):
            for index, name in enumerate(getattr(document, key)):
                names.known("document", name, document.place.of(key, index), project.documents)
    elif isinstance(document, Sample):
        names.known("document", document.sample_of, document.place.of("sample_of"), project.documents)
    elif isinstance(document, Summary):
        _check_summary(document, project, names)
    elif isinstance(document, Workbook):
        _check_workbook(document, project, names)
    else:
        for index, name in enumerate(document.appendices):
            names.known("document", name, document.place.of("appendices", index), project.documents)


def _check_summary(summary: Summary, project: Project, names: _Names) -> None:
    """The form that it sums up is there, with all that is summed; what is called after fields of the bank has them."""
    names.known("page", summary.sheet_page, summary.place.of("sheet_page"), project.pages)
    for leaders in summary.leaders:
        names.known("framework", leaders.framework, leaders.place.of("framework"), project.frameworks)
    request = summary.request
    if not names.known("document", request.form, request.place.of("form"), project.documents):
        return
    asked = set(_asked(project.documents[request.form]))
    for item, key in (
        (request, "matrix"),
        *((request, key) for key in _HEAD),
        *((leaders, "field") for leaders in summary.leaders),
    ):
        names.known("field", getattr(item, key), item.place.of(key), asked)


_HEAD = ("school", "school_code", "school_year", "teachers")


def _asked(form: AnyDocument) -> Iterator[str]:
    """The names of the fields of the bank that a form asks for, and of its matrices and questions with lines."""
    for part, _ in parts(form):
        if isinstance(part, rich.FieldUse):
            yield part.name or part.field
        elif isinstance(part, rich.Matrix | rich.WritingLines):
            yield part.id


def _check_workbook(workbook: Workbook, project: Project, names: _Names) -> None:
    """What a workbook draws on: fields, frameworks, forms with the fields that it looks into, the matrix of its request."""
    names.known("page", workbook.summary_page, workbook.place.of("summary_page"), project.pages)
    for index, name in enumerate(workbook.fields):
        names.known("field", name, workbook.place.of("fields", index), project.fields)
    for group in workbook.groups:
        names.known("framework", group.framework, group.place.of("framework"), project.frameworks)
        for form in (group.own, group.supervisor):
            names.known("document", form.form, form.place.of("form"), project.documents)
    if workbook.talk and names.known("document", workbook.talk.form, workbook.place.of("talk", "form"), project.documents):
        found = [part for part, _ in parts(project.documents[workbook.talk.form])]
        compared = [part.framework for part in found if isinstance(part, rich.Compared)]
        for group in workbook.groups:
            names.known("framework", group.framework, group.place.of("framework"), compared)
    request = workbook.request
    if names.known("document", request.form, request.place.of("form"), project.documents):
        found = [part for part, _ in parts(project.documents[request.form])]
        matrices = {part.id: part for part in found if isinstance(part, rich.Matrix)}
        if names.known("field", request.matrix, request.place.of("matrix"), matrices):
            subjects = [subject.id for subject in matrices[request.matrix].subjects]
            for name in request.also:
                names.known("subject", name, request.place.of("also", name), subjects)
    for name in request.codes:
        names.known("group", name, request.place.of("codes", name), [group.id for group in workbook.groups])


def _check_blocks(item: AnyDocument | Chapter, project: Project, names: _Names, problems: Problems) -> None:
    for part, _ in parts(item):
        if isinstance(part, rich.FieldUse):
            names.known("field", part.field, part.place.of("field"), project.fields)
        elif isinstance(part, rich.FrameworkUse):
            _check_framework_use(part, project, names, problems)
        elif isinstance(part, rich.Alignments | rich.Comparison):
            _check_several(part, project, names, problems)
        elif isinstance(part, rich.UsageCardBlock):
            _check_usage(part, item, project, names, problems)
        elif isinstance(part, rich.Figure):
            nodes = [node.id for node in part.nodes]
            for arrow in part.arrows:
                names.known("node", arrow.start, arrow.place.of("start"), nodes)
                names.known("node", arrow.end, arrow.place.of("end"), nodes)
        elif isinstance(part, CalendarEntry):
            for index, role in enumerate(part.roles):
                names.known("role", role, part.place.of("roles", index), project.roles)


def _check_usage(
    block: rich.UsageCardBlock, item: AnyDocument | Chapter, project: Project, names: _Names, problems: Problems
) -> None:
    if block.card:
        return
    name = block.document or item.id
    if block.document and not names.known("document", name, block.place.of("document"), project.documents):
        return
    if getattr(project.documents.get(name), "usage", None) is None:
        problems.add(Code.USAGE_MISSING, block.place)


def _check_framework_use(block: rich.FrameworkUse, project: Project, names: _Names, problems: Problems) -> None:
    if not names.known("framework", block.framework, block.place.of("framework"), project.frameworks):
        return
    framework = project.frameworks[block.framework]
    names.known("voice", block.voice, block.place.of("voice"), framework.voices)
    count = len(framework.levels)
    if not _fits(block, framework):
        problems.add(Code.FRAMEWORK_SHAPE, block.place.of("framework"), id=framework.id, count=count)
    elif count > MOST_LEVELS and _beside(block):
        problems.add(Code.LEVELS_NUMBER, block.place.of("framework"), count=count, most=MOST_LEVELS)
    if isinstance(block, rich.Rating):
        competencies = [competency.id for competency in framework.competencies()]
        for remark in block.remarks:
            names.known("competency", remark.competency, remark.place.of("competency"), competencies)


def _check_several(block: rich.Alignments | rich.Comparison, project: Project, names: _Names, problems: Problems) -> None:
    if isinstance(block, rich.Alignments):
        _check_aligned(block, project, names, problems)
    else:
        _check_compared(block, project, problems)


def _check_compared(block: rich.Comparison, project: Project, problems: Problems) -> None:
    """One blank form serves all its frameworks, so they have the same levels."""
    found = [(each, project.frameworks[each.framework]) for each in block.frameworks if each.framework in project.frameworks]
    for each, framework in found[1:]:
        if [level.id for level in framework.levels] != [level.id for level in found[0][1].levels]:
            count = len(framework.levels)
            problems.add(Code.FRAMEWORK_SHAPE, each.place.of("framework"), id=framework.id, count=count)


def _fits(block: rich.FrameworkUse, framework: Framework) -> bool:
    """Whether a block can show a framework of this shape: with levels, or without."""
    match block:
        case rich.Rating():
            return bool(framework.levels) != bool(block.answers)
        case rich.Descriptors() | rich.Rubric() | rich.Compared():
            return bool(framework.levels)
        case rich.Standards() | rich.Appraisal():
            return not framework.levels
    return True


def _beside(block: rich.FrameworkUse) -> bool:
    """Whether levels stand side by side."""
    return isinstance(block, rich.Rating | rich.Rubric | rich.Compared) or (
        isinstance(block, rich.Descriptors) and not block.stacked
    )


def _check_aligned(block: rich.Alignments, project: Project, names: _Names, problems: Problems) -> None:
    for index, name in enumerate(block.frameworks):
        place = block.place.of("frameworks", index)
        if not names.known("framework", name, place, project.frameworks):
            continue
        if name in block.frameworks[:index]:
            first = block.place.of("frameworks", block.frameworks.index(name))
            problems.add(Code.INCLUDE_TWICE, place, id=name, first=first)
        elif not any(competency.alignments for competency in project.frameworks[name].competencies()):
            problems.add(Code.ALIGNMENT_MISSING, place, id=name)
