"""What a build is to make: the editions of the chosen documents, lowered, with the path and key of each output.

Input: the checked project and the choice. Output: `Planned` editions; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from pathlib import Path

from kalyp import known, state
from kalyp.lower.context import Context
from kalyp.lower.document import lower_document
from kalyp.lower.handbook import Unit
from kalyp.lower.workbook import lower_workbook
from kalyp.model.base import parts
from kalyp.model.blocks import Alignments, Calendar, FrameworkUse, UsageCardBlock
from kalyp.model.cells import Book
from kalyp.model.core import Lowered
from kalyp.model.document import AnyDocument, Chapter, Document, Pack, Sample
from kalyp.model.files import DOCUMENTS, FRAMEWORKS
from kalyp.model.packs import contents, is_bound
from kalyp.model.project import Project, chapters_folder
from kalyp.model.publication import Publication
from kalyp.model.sections import Section, sections
from kalyp.model.summary import Summary
from kalyp.model.workbook import Workbook
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
class Inputs:
    """What decides outputs: each file's hash, that of all but documents and frameworks (`house`), what each document shows."""

    root: Path
    hashes: Mapping[str, str]
    house: str
    shown: Sources

    def of(self, document: AnyDocument) -> str:
        """The hash of all files that have a say in a document."""
        return self._hash(self.shown[document])

    def of_unit(self, unit: Unit, book: Document) -> str:
        """The hash of all files that have a say in a chapter or an appendix of a book."""
        item = unit.item
        files = self.shown[item] if isinstance(item, Document) else self.shown.by_chapter(item)
        return self._hash(files | {book.place.file})

    def _hash(self, files: Collection[str]) -> str:
        return state.key([self.house, *(f"{file} {self.hashes.get(file)}" for file in sorted(files))])


@dataclass(frozen=True, slots=True)
class Planned:
    """An edition with its outputs; `pieces`: the outputs of other documents that a pack holds.

    `lowered` is the edition without its blocks, which stand in `sections`; those of a book that are known from before have none,
    and `whole` gives all with theirs. `lowered` is None where no file has changed that has a say in it, and all outputs stand.
    """

    targets: tuple[Target, ...]
    lowered: Lowered | None = None
    sections: tuple[Section, ...] = ()
    pieces: tuple[Piece, ...] = ()
    whole: Callable[[], tuple[Section, ...]] = tuple
    book: Book | None = None  # the sheets of a workbook


def plan(
    project: Project, documents: Sequence[AnyDocument], choice: Choice, standing: Mapping[str, state.Output], inputs: Inputs
) -> Iterator[Planned]:
    """Each chosen edition with the key of each output, those first that show most, since they take longest.

    Packs come last: their keys hold those of their pieces.
    """
    chosen = [document for document in documents if not choice.only or document.id in _with_contents(choice.only, project)]
    keys: dict[str, str] = {}
    for document in sorted(chosen, key=lambda document: (isinstance(document, Pack), -len(inputs.shown[document]))):
        sources = inputs.of(document)
        asked = choice.languages or _editions(project, document, standing)
        for languages in dict.fromkeys(edition for each in asked for edition in document.editions(each)):
            made = _unchanged(document, languages, sources, standing) or _looked_at(
                project, document, languages, sources, inputs, keys
            )
            keys |= {target.path: target.key for target in made.targets}
            yield made


def _unchanged(
    document: AnyDocument, languages: tuple[str, ...], sources: str, standing: Mapping[str, state.Output]
) -> Planned | None:
    """The edition as it was planned last, if all its outputs stand and no file has changed that has a say in it."""
    targets = []
    for form in document.formats:
        path = output_path(document, languages, form)
        output = standing.get(path)
        if output is None or output.sources != sources:
            return None
        targets.append(Target(path, form, output.key, sources))
    return Planned(tuple(targets))


def _looked_at(
    project: Project,
    document: AnyDocument,
    languages: tuple[str, ...],
    sources: str,
    inputs: Inputs,
    keys: Mapping[str, str],
) -> Planned:
    lowered, cut = _lowered(project, document, languages, inputs)
    pieces = tuple(_pieces(project, document, languages)) if isinstance(document, Pack) else ()
    book = lower_workbook(project, document, languages[0]) if isinstance(document, Workbook) else None
    whole = state.key([repr(lowered), repr(book), *(f"{part.digest} {part.right}" for part in cut)])
    targets = []
    for form in document.formats:
        held = [f"{piece} {keys.get(piece.path, '')}" for piece in pieces if piece.bound or not FORMATS[form].binds]
        key = state.key([whole, *held, form, *FORMATS[form].depends(inputs.hashes, languages)])
        targets.append(Target(output_path(document, languages, form), form, key, sources))
    return Planned(tuple(targets), lowered, cut, pieces, lambda: sections(lower_document(project, document, languages)), book)


def _lowered(
    project: Project, document: AnyDocument, languages: tuple[str, ...], inputs: Inputs
) -> tuple[Lowered, tuple[Section, ...]]:
    """The edition without its blocks, and its sections."""
    if isinstance(document, Document) and (document.chapters or document.appendices):
        edition = Context(project, document, languages)
        return known.book(inputs.root, edition, document, lambda unit: inputs.of_unit(unit, document))
    lowered = lower_document(project, document, languages)
    return replace(lowered, blocks=()), sections(lowered)


def _with_contents(only: Iterable[str], project: Project) -> set[str]:
    """The chosen documents, and what the packs among them hold."""
    packs = [found for name in only if isinstance(found := project.documents.get(name), Pack)]
    return {*only, *(document.id for pack in packs for document in contents(project, pack))}


def _pieces(project: Project, pack: Pack, languages: tuple[str, ...]) -> Iterator[Piece]:
    for document in contents(project, pack):
        title = " / ".join(document.title[language] for language in languages)
        named = f"{document.code}. {title}" if document.code else title
        bound = is_bound(project, document, pack)
        for edition, form in product(document.editions(languages), document.formats):
            yield Piece(document.id, named, form, output_path(document, edition, form), bound and form == "pdf")


def _editions(project: Project, document: AnyDocument, standing: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Each language alone; and the pairs that were asked for once, for as long as a file of theirs stands."""
    yield from ((language,) for language in project.languages)
    for languages in permutations(project.languages, 2):
        if any(output_path(document, languages, form) in standing for form in document.formats):
            yield languages


class Sources:
    """The files that decide what each document says, but for the banks: its own, and those of what it shows.

    Where it shows a document that isn't there, or any that there may be, that may be one of those that could not be read.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._own: dict[str, frozenset[str]] = {}  # by file: what the blocks of its item show
        self._all: dict[str, frozenset[str]] = {}  # by document

    def __getitem__(self, document: AnyDocument) -> frozenset[str]:
        if document.id not in self._all:
            self._all[document.id] = frozenset(self._of(document, frozenset()))
        return self._all[document.id]

    def by_chapter(self, chapter: Chapter) -> frozenset[str]:
        """The files that decide what a chapter says, but for the banks and the book's own."""
        return self._shown_by(chapter) | {chapter.place.file}

    def _of(self, document: AnyDocument, above: frozenset[str]) -> set[str]:
        if document.id in above:  # a circle, which is a problem of its own
            return set()
        project, above = self._project, above | {document.id}
        files = {document.place.file, *self._shown_by(document)}
        match document:
            case Pack():
                names = [held.id for held in contents(project, document)]
                files |= _unread(project)
            case Sample():
                names = [document.sample_of]
            case Summary():
                names = [document.request.form]
                files |= {file for leaders in document.leaders for file in _framework(leaders.framework, self._project)}
            case Workbook():
                names = [document.request.form]
                files = files.union(*(_framework(group.framework, project) for group in document.groups))
            case Document():
                names = document.appendices
                if document.chapters:
                    home = chapters_folder(document)
                    files |= {file for file in project.unread if file.startswith(home)}
                for chapter in project.chapters_of(document):
                    files |= {chapter.place.file, *self._shown_by(chapter)}
        for name in names:
            files |= self._of(project.documents[name], above) if name in project.documents else _unread(project)
        return files

    def _shown_by(self, item: AnyDocument | Chapter) -> frozenset[str]:
        if item.place.file not in self._own:
            self._own[item.place.file] = frozenset(_shown_by(item, self._project))
        return self._own[item.place.file]


def _shown_by(item: AnyDocument | Chapter, project: Project) -> set[str]:
    """The files of what blocks show: frameworks, usage cards of other documents, the calendar of all."""
    files: set[str] = set()
    for part, _ in parts(item):
        match part:
            case _ if isinstance(part, FrameworkUse):
                files |= _framework(part.framework, project)
            case Alignments():
                for name in part.frameworks:
                    files |= _aligned(name, project)
            case UsageCardBlock() if part.document:
                shown = project.documents.get(part.document)
                files |= {shown.place.file} if shown else _unread(project)
            case Calendar():
                own = item.country if isinstance(item, Publication) else None
                others = [other for other in project.documents.values() if isinstance(other, Document)]
                files |= {other.place.file for other in others if own in (None, other.country)}
                files |= _unread(project)
    return files


def _framework(name: str, project: Project) -> set[str]:
    """The file of a framework; those that could not be read, where it may be one of them."""
    found = project.frameworks.get(name)
    return {found.place.file} if found else {file for file in project.unread if file.startswith(FRAMEWORKS)}


def _aligned(name: str, project: Project) -> set[str]:
    """The files of a framework and of those that it is aligned with."""
    found = project.frameworks.get(name)
    others = {alignment.framework for competency in found.competencies() for alignment in competency.alignments} if found else ()
    return _framework(name, project).union(*(_framework(other, project) for other in others))


def _unread(project: Project) -> set[str]:
    """The documents that could not be read."""
    return {file for file in project.unread if file.startswith(DOCUMENTS)}
