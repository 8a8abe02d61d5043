"""What a build is to make: the editions of the chosen documents, lowered, with the path and key of each output.

Input: the checked project and the choice. Output: `Planned` editions; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from kalyp import state
from kalyp.lower.document import lower_document
from kalyp.model.base import parts
from kalyp.model.blocks import Calendar, Descriptors, Help, Matrix, Rating, UsageCardBlock
from kalyp.model.core import Lowered
from kalyp.model.document import AnyDocument, Chapter, Document, Pack, Sample
from kalyp.model.files import FRAMEWORKS
from kalyp.model.packs import contents
from kalyp.model.project import Project, chapters_folder
from kalyp.write.formats import FORMATS
from kalyp.write.paths import output_path
from kalyp.write.work import Piece, Target


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build: documents by id (all when empty), editions by languages (each language alone when empty)."""

    only: tuple[str, ...] = ()
    languages: tuple[tuple[str, ...], ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing was left out."""
        return not self.only and not self.languages


@dataclass(frozen=True, slots=True)
class Planned:
    """An edition with its outputs; `pieces`: the outputs of other documents that a pack holds."""

    lowered: Lowered
    targets: tuple[Target, ...]
    pieces: tuple[Piece, ...] = ()


def plan(
    project: Project, documents: Sequence[AnyDocument], choice: Choice, standing: frozenset[str], hashes: Mapping[str, str]
) -> Iterator[Planned]:
    """Each chosen edition with the key of each output. Packs come last, since their keys hold those of their pieces."""
    chosen = [document for document in documents if not choice.only or document.id in _with_contents(choice.only, project)]
    keys: dict[str, str] = {}
    for document in sorted(chosen, key=lambda document: isinstance(document, Pack)):
        for languages in choice.languages or _editions(project, document, standing):
            lowered = lower_document(project, document, languages)
            pieces = tuple(_pieces(project, document, languages)) if isinstance(document, Pack) else ()
            whole = [repr(lowered), *(f"{piece} {keys.get(piece.path, '')}" for piece in pieces)]
            targets = []
            for form in document.formats:
                path = output_path(document, languages, form)
                keys[path] = state.key([*whole, form, *FORMATS[form].depends(hashes, languages)])
                targets.append(Target(path, form, keys[path]))
            yield Planned(lowered, tuple(targets), pieces)


def _with_contents(only: Iterable[str], project: Project) -> set[str]:
    """The chosen documents, and what the packs among them hold."""
    packs = [found for name in only if isinstance(found := project.documents.get(name), Pack)]
    return {*only, *(document.id for pack in packs for document in contents(project, pack))}


def _pieces(project: Project, pack: Pack, languages: tuple[str, ...]) -> Iterator[Piece]:
    for document in contents(project, pack):
        title = " / ".join(document.title[language] for language in languages)
        named = f"{document.code}. {title}" if document.code else title
        for form in document.formats:
            yield Piece(document.id, named, form, output_path(document, languages, form))


def _editions(project: Project, document: AnyDocument, standing: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Each language alone; and the pairs that were asked for once, for as long as a file of theirs stands."""
    yield from ((language,) for language in project.languages)
    for languages in permutations(project.languages, 2):
        if any(output_path(document, languages, form) in standing for form in document.formats):
            yield languages


def sources(document: AnyDocument, project: Project) -> set[str]:
    """The files that decide what a document says, but for the banks: its own, and those of what it shows."""
    return _sources(document, project, frozenset())


def _sources(document: AnyDocument, project: Project, above: frozenset[str]) -> set[str]:
    if document.id in above:  # a circle, which is a problem of its own
        return set()
    match document:
        case Pack():
            shown: list[AnyDocument | Chapter] = list(contents(project, document))
        case Sample():
            shown = [project.documents[document.sample_of]] if document.sample_of in project.documents else []
        case Document():
            named = [name for name in document.appendices if name in project.documents]
            shown = [*project.chapters_of(document), *(project.documents[name] for name in named)]
    files = {document.place.file} | _shown_by(document, project)
    if isinstance(document, Document) and document.chapters:
        home = chapters_folder(document)
        files |= {file for file in project.unread if file.startswith(home)}
    for item in shown:
        inner = _shown_by(item, project) if isinstance(item, Chapter) else _sources(item, project, above | {document.id})
        files |= {item.place.file} | inner
    return files


def _shown_by(item: AnyDocument | Chapter, project: Project) -> set[str]:
    """The files of what blocks show: frameworks, usage cards of other documents, the calendar of all."""
    files: set[str] = set()
    for part, _ in parts(item):
        match part:
            case Rating() | Descriptors() | Help() | Matrix():
                found = project.frameworks.get(part.framework)
                unread = {file for file in project.unread if file.startswith(FRAMEWORKS)}
                files |= {found.place.file} if found else unread
            case UsageCardBlock() if part.document in project.documents:
                files.add(project.documents[part.document].place.file)
            case Calendar():
                files |= {other.place.file for other in project.documents.values() if isinstance(other, Document)}
    return files
