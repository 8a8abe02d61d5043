"""A return → what it says of one person: whose it is, in which group, by whom, and the levels in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kalyp.loop.model import AGREED, OWN, SUPERVISOR, Finding, Levels, Origin, Return, Who
from kalyp.loop.school import ON
from kalyp.lower.comparison import COMPARED
from kalyp.model.asking import Comparison
from kalyp.model.base import parts
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.model.workbook import Group, GroupForm, Workbook
from kalyp.model.workbook import Who as FieldOf

Key = tuple[str, str]  # a file, and the document that it is or that was found in it


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one return says of a person. `values` are all that stands in it; `head` is what it says of the school."""

    file: str
    document: str
    language: str
    group: str
    who: Who
    name: str
    levels: Levels
    priorities: tuple[str, ...] = ()
    position: str = ""
    taught: str = ""
    category: str = ""
    head: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Which return it is: a pack brings several in one file."""
        return self.file, self.document

    @property
    def same(self) -> tuple[tuple[str, str], ...]:
        """What is compared to see whether two returns are one: everything in it, but for how lines end."""
        return tuple(sorted((name, " ".join(value.split())) for name, value in self.values.items() if value.strip()))


class Reader:
    """Reads returns of the forms that a workbook is made of. `language` is that of the workbook, in which posts are named."""

    def __init__(self, project: Project, workbook: Workbook, language: str) -> None:
        self._project, self._workbook, self._language = project, workbook, language
        self._forms: dict[str, tuple[Group, Who, GroupForm]] = {}
        for group in workbook.groups:
            self._forms[group.own.form] = (group, OWN, group.own)
            self._forms[group.supervisor.form] = (group, SUPERVISOR, group.supervisor)
        self._head = [name for name in workbook.fields if project.fields[name].kind == "text"]  # a form's date is its own

    def read(self, returned: Return) -> tuple[Sheet | None, list[Finding]]:
        """What a form or a talk sheet says, and what is missing in it. None where it doesn't say whose it is or of which post."""
        origin = returned.origin or Origin("")
        values = {name: value.strip() for name, value in returned.values.items() if value.strip()}
        known = self._talked(values) if is_talk(self._workbook, origin) else self._forms.get(origin.document)
        if not values or known is None:
            return None, [Finding.of("post-missing")] if values else []  # that it is blank was said when it was read
        group, who, form = known
        name = _value(form, "name", values)
        if not any(sign.isalpha() for sign in name):
            return None, [Finding.of("name-missing")]
        framework = self._project.frameworks[group.framework]
        given, chosen, findings = self._agreed(values, framework) if who == AGREED else _rated(values)
        levels = {level.id for level in framework.levels}  # what else was in a form was said when it was read
        ids = [competency.id for competency in framework.competencies()]
        sheet = Sheet(
            file=returned.file,
            document=origin.document,
            language=origin.languages,
            group=group.id,
            who=who,
            name=" ".join(name.split()),
            levels={id: given[id] for id in ids if given.get(id) in levels},
            priorities=tuple(id for id in ids if id in chosen),
            position=self._label(form, _value(form, "position", values)),
            taught=_value(form, "taught", values),
            category=_value(form, "category", values),
            head={name: values[name] for name in self._head if name in values},
            values=values,
        )
        return sheet, findings

    def _label(self, form: GroupForm, value: str) -> str:
        """What a form says of a post: in words, or as one of some choices."""
        field = self._project.fields.get(form.fields.get("position", ""))
        choices = {choice.id: choice.label[self._language] for choice in field.choices} if field else {}
        return choices.get(value, value)

    def _talked(self, values: Mapping[str, str]) -> tuple[Group, Who, GroupForm] | None:
        """Of which post a talk sheet is: it says by which framework the person was rated."""
        group = next((group for group in self._workbook.groups if group.framework == values.get(COMPARED)), None)
        return (group, AGREED, self._workbook.talk) if group and self._workbook.talk else None

    def _agreed(self, values: Mapping[str, str], framework: Framework) -> tuple[dict[str, str], set[str], list[Finding]]:
        """What was agreed: on a sheet made for the person, and in the rows of a blank one, which begin with codes."""
        levels, priorities = _of(values, "agreed."), {id for id, value in _of(values, "priority.").items() if value == ON}
        findings = []
        ids = {competency.code: competency.id for competency in framework.competencies()}
        for text, said in self._typed(values):
            id = ids.get(text.partition(" ")[0].rstrip(".,:;)"))
            if id is None:
                findings.append(Finding.of("row-unknown", text=text or "–"))
                continue
            levels |= {id: said["agreed"]} if "agreed" in said else {}
            priorities |= {id} if said.get("priority") == ON else set()
        if not levels and not priorities and not findings:
            findings.append(Finding.of("talk-empty"))
        return levels, priorities, findings

    def _typed(self, values: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """What was typed into the rows of a blank talk sheet: the competency as it was named, and what was ticked."""
        document = self._project.documents.get(self._workbook.talk.form) if self._workbook.talk else None
        for block in (part for part, _ in parts(document) if isinstance(part, Comparison)):
            for number in range(1, block.rows + 1):
                if said := _of(values, f"{block.id}.{number}."):
                    yield said.get("competency", ""), said
            for text in _of(values, f"{block.id}-priority.").values():
                yield text, {"priority": ON}


def takes(workbook: Workbook) -> set[str]:
    """The ids of the forms that a workbook takes something from."""
    forms = {form.form for group in workbook.groups for form in (group.own, group.supervisor)}
    return forms | ({workbook.talk.form} if workbook.talk else set())


def is_talk(workbook: Workbook, origin: Origin) -> bool:
    """Whether a return is a talk sheet."""
    return workbook.talk is not None and origin.document == workbook.talk.form


def _value(form: GroupForm, what: FieldOf, values: Mapping[str, str]) -> str:
    return values.get(form.fields.get(what, ""), "")


def _of(values: Mapping[str, str], start: str) -> dict[str, str]:
    """The values of the fields whose names begin so, by the rest of their names."""
    return {name.removeprefix(start): value for name, value in values.items() if name.startswith(start)}


def _rated(values: Mapping[str, str]) -> tuple[dict[str, str], set[str], list[Finding]]:
    return _of(values, "level."), set(), []
