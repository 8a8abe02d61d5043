"""The project's folder → `Project` and the problems of reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from kalyp.model import files
from kalyp.model import project as model
from kalyp.model.base import Item
from kalyp.model.document import AnyDocument, Chapter, Document, Pack, Sample
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.model.summary import Summary
from kalyp.model.workbook import Workbook
from kalyp.problems import Code, Place, Problems, shown
from kalyp.read.kept import Kept
from kalyp.read.tree import leads_out, read_tree
from kalyp.read.validate import validate

YAML_ENDINGS = (".yaml", ".yml")


class HasId(Protocol):
    """What stands under its id."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def place(self) -> Place:
        """Where it stands."""


WithId = TypeVar("WithId", bound=HasId)
AnyItem = TypeVar("AnyItem", bound=Item)


def read_project(root: Path, kept: Kept | None = None) -> tuple[Project, Problems]:
    """Read all content under `root`, or take it from what is `kept`. What can't be read is left out and has a problem."""
    problems = Problems()
    project = Project()
    reader = _Reader(root, project, problems, kept)
    _read_banks(reader, project, problems)
    for file in yaml_files(root, files.FRAMEWORKS, problems):
        _keep(project.frameworks, reader.read(file, Framework), problems)
    for folder in files.DOCUMENTS:
        for file in yaml_files(root, folder, problems):
            if folder == files.HANDBOOKS and file.removeprefix(folder).count("/") > 1:
                chapters = project.chapters.setdefault(file[: file.rindex("/") + 1], {})
                _keep(chapters, reader.read(file, Chapter), problems)
            else:
                kind = _KINDS.get(folder, Document)
                _keep(project.documents, reader.read(file, kind), problems)
    return project, problems


_KINDS: dict[str, type[AnyDocument]] = {
    files.SAMPLES: Sample,
    files.PACKS: Pack,
    files.WORKBOOKS: Workbook,
    files.SUMMARIES: Summary,
}


def _read_banks(reader: _Reader, project: Project, problems: Problems) -> None:
    def bank(file: str, kind: type[AnyItem], take: Callable[[AnyItem], None]) -> None:
        found = reader.read(file, kind)
        if found is not None:
            take(found)

    def all_of(target: dict[str, WithId], found: Iterable[WithId]) -> None:
        for item in found:
            _keep(target, item, problems)

    bank(files.LANGUAGES, model.LanguagesFile, lambda found: all_of(project.languages, found.languages))
    bank(files.COUNTRIES, model.CountriesFile, lambda found: all_of(project.countries, found.countries))
    bank(files.ROLES, model.RolesFile, lambda found: all_of(project.roles, found.roles))
    bank(files.SOURCES, model.SourcesFile, lambda found: all_of(project.sources, found.sources))
    bank(files.FIELDS, model.FieldsFile, lambda found: all_of(project.fields, found.fields))
    bank(files.WORDS, model.WordsFile, lambda found: project.words.update(found.words))
    bank(files.GLOSSARY, model.GlossaryFile, lambda found: project.terms.extend(found.terms))
    bank(files.PAGES, model.PagesFile, lambda found: all_of(project.pages, found.pages))
    bank(files.FONTS, model.FontsFile, lambda found: setattr(project, "fonts", found))


@dataclass(frozen=True, slots=True)
class _Reader:
    root: Path
    project: Project
    problems: Problems
    kept: Kept | None

    def read(self, file: str, kind: type[AnyItem]) -> AnyItem | None:
        """What a file says; None where it can't be read, which is noted."""
        if self.kept and (known := self.kept.get(file, kind)):
            return known
        before = len(self.problems)
        tree = read_tree(self.root, file, self.problems)
        found = None if tree is None else validate(kind, tree, self.problems)
        if found is None:
            self.project.unread.add(file)
        elif self.kept and len(self.problems) == before:
            self.kept.put(file, found)
        return found


def _keep(target: dict[str, WithId], item: WithId | None, problems: Problems) -> None:
    if item is None:
        return
    if item.id in target:
        first = target[item.id].place
        problems.add(Code.ID_TWICE, item.place.of("id"), id=item.id, first=first)
        return
    target[item.id] = item


def yaml_files(root: Path, folder: str, problems: Problems) -> Iterator[str]:
    """The YAML files below a folder, sorted, as seen from `root`; links out of the project and odd names are problems."""
    for path in sorted((root / folder).rglob("*")):
        file = path.relative_to(root).as_posix()
        if path.name.startswith("."):
            continue
        if not file.isprintable():  # such as a name that was packed on a computer with another encoding
            problems.add(Code.FILE_NAME, Place(shown(file)))
        elif path.suffix.lower() in YAML_ENDINGS and (path.is_file() or path.is_symlink()):
            yield file  # reading it says whether a link leads to nothing or out
        elif leads_out(root, path):
            problems.add(Code.FILE_KIND, Place(file))
