"""The project → what is known of its documents by those who read filled ones: fields, what they take, and editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kalyp.lower.comparison import COMPARED
from kalyp.lower.document import lower_document
from kalyp.lower.talk import talk_fields
from kalyp.model.base import parts
from kalyp.model.blocks import FrameworkUse
from kalyp.model.core import Field, FieldKind
from kalyp.model.document import AnyDocument, Document, Pack
from kalyp.model.packs import contents, is_bound
from kalyp.model.project import Project
from kalyp.model.walk import fields
from kalyp.write.pdf.forms import tooltip

LEVEL = "level."  # begins the names of the fields that take the level of a competency
OWN_TO_TALKS = ("agreed.", "priority.")  # begin those of sheets made for a person


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as the form has it: its label, and what may be ticked, each with its label; nothing for what is written."""

    label: str
    choices: Mapping[str, str]


class Facts:
    """What is known of the documents of a project; each is looked at when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._asked: dict[tuple[str, str], dict[str, Asked]] = {}

    def document(self, name: str) -> AnyDocument | None:
        """A document that can be filled in, or a pack that holds some."""
        found = self._project.documents.get(name)
        return found if found is not None and (found.fillable or isinstance(found, Pack)) else None

    def bound(self, pack: Pack) -> list[str]:
        """The documents with fields in the PDF of a pack."""
        held = (document for document in contents(self._project, pack) if is_bound(self._project, document, pack))
        return [document.id for document in held if self._fields(document)]

    def of_names(self, names: frozenset[str]) -> str | None:
        """The document whose fields these are: all of them, no others, and those of no other document."""
        found = self._by_names.get(names, ())
        return found[0] if len(found) == 1 else None

    def codes(self, document: AnyDocument) -> dict[str, str]:
        """The competencies that a document shows: how people name each, by its id."""
        used = dict.fromkeys(part.framework for part, _ in parts(document) if isinstance(part, FrameworkUse))
        found = (self._project.frameworks[name] for name in used if name in self._project.frameworks)
        return {competency.id: competency.code for framework in found for competency in framework.competencies()}

    def asked(self, document: Document, languages: str, values: Mapping[str, str] | None = None) -> Mapping[str, Asked]:
        """The fields of a document by name, with labels in the languages of an edition; else in the project's first.

        `values`: what stands in a filled one. If it is a sheet made for a person, its fields are others than those of the blank.
        """
        known = self._project.languages
        wanted = tuple(language for language in languages.split("+") if language in known) or tuple(known)[:1]
        if (document.id, "+".join(wanted)) not in self._asked:
            self._asked[document.id, "+".join(wanted)] = self._lowered(document, wanted)
        made = self._made(document, wanted[0], values) if values else {}
        return made or self._asked[document.id, "+".join(wanted)]

    def _made(self, document: Document, language: str, values: Mapping[str, str]) -> dict[str, Asked]:
        """The fields of a sheet made for a person; nothing for other files. Which competencies it asks about, it knows itself."""
        if not any(name.startswith(OWN_TO_TALKS) for name in values):
            return {}
        key = (document.id, f"{language} {values.get(COMPARED, '')}")
        if key not in self._asked:
            self._asked[key] = _grouped(talk_fields(self._project, document, language, values.get(COMPARED, "")))
        return {name: field for name, field in self._asked[key].items() if name in values or not name.startswith(OWN_TO_TALKS)}

    def _lowered(self, document: Document, languages: tuple[str, ...]) -> dict[str, Asked]:
        return _grouped(fields(lower_document(self._project, document, languages).blocks))

    @cached_property
    def _by_names(self) -> dict[frozenset[str], list[str]]:
        """Documents by the names of all their fields."""
        found: dict[frozenset[str], list[str]] = {}
        for document in self._project.documents.values():
            names = self._fields(document)
            if isinstance(document, Pack):
                held = (self._project.documents[name] for name in self.bound(document))
                names = frozenset(f"{each.id}.{name}" for each in held for name in self._fields(each))
            found.setdefault(names, []).append(document.id)
        found.pop(frozenset(), None)
        return found

    def _fields(self, document: AnyDocument) -> frozenset[str]:
        return frozenset(self.asked(document, "")) if isinstance(document, Document) and document.fillable else frozenset()


def _grouped(found: Iterable[Field]) -> dict[str, Asked]:
    """Fields by their names."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in found:
        value = {FieldKind.MARK: field.value, FieldKind.CHECK: "on"}.get(field.kind, "")
        groups.setdefault(field.name, []).append((value, field.label.plain))
    return {name: _group(options) for name, options in groups.items()}


def _group(options: list[tuple[str, str]]) -> Asked:
    """One field of all that have one name; what the labels of its marks have in common is its own."""
    label = tooltip([label for _, label in options])
    return Asked(label, {value: said.removeprefix(label).strip(" :") or said for value, said in options if value})
