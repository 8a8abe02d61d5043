"""All content together: banks, frameworks and documents, each under its id."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, TypeVar

from pydantic import Field as Setting

from kalyp.model.base import Item, Text
from kalyp.model.document import AnyDocument, Chapter, Country, Document, FieldEntry, Language, PageSize, Role, Source, Term
from kalyp.model.framework import Framework

Found = TypeVar("Found", bound=Item)
FileName = Annotated[str, Setting(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)*$")]


class LanguagesFile(Item):
    """The languages, in the order in which they are shown."""

    languages: list[Language]


class CountriesFile(Item):
    """The countries."""

    countries: list[Country]


class RolesFile(Item):
    """The roles."""

    roles: list[Role]


class SourcesFile(Item):
    """The source documents."""

    sources: list[Source]


class FieldsFile(Item):
    """The bank of fields."""

    fields: list[FieldEntry]


class WordsFile(Item):
    """The fixed words of pages and catalogue."""

    words: dict[str, Text]


class GlossaryFile(Item):
    """The terms."""

    terms: list[Term]


class PagesFile(Item):
    """The sizes of paper."""

    pages: list[PageSize]


class FontFace(Item):
    """A font of the pages, under the name and style that style sheets know it by."""

    family: Annotated[str, Setting(pattern=r"^[A-Za-z0-9 ]+$")]
    weight: Literal["normal", "bold"]
    style: Literal["normal", "italic"]
    file: FileName


class FontsFile(Item):
    """The fonts: the package that brings them, the folders that they may be in, those of pages, and that of fields."""

    package: Annotated[str, Setting(pattern=r"^[a-z0-9][a-z0-9.+-]*$")]
    folders: Annotated[list[str], Setting(min_length=1)]
    page: Annotated[list[FontFace], Setting(min_length=1)]
    field: FileName


@dataclass(slots=True)
class Project:
    """Everything that was read, by id. What could not be read is not here, and a problem says so."""

    languages: dict[str, Language] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    fields: dict[str, FieldEntry] = field(default_factory=dict)
    words: dict[str, Text] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    pages: dict[str, PageSize] = field(default_factory=dict)
    fonts: FontsFile | None = None
    frameworks: dict[str, Framework] = field(default_factory=dict)
    documents: dict[str, AnyDocument] = field(default_factory=dict)
    chapters: dict[str, dict[str, Chapter]] = field(default_factory=dict)  # the folder of a handbook → its chapters
    unread: set[str] = field(default_factory=set)  # files that are there but could not be read

    def items(self) -> list[tuple[str, Item | Text]]:
        """Everything that holds texts or references, with a name, in a fixed order."""
        banks: list[tuple[str, Item | Text]] = []
        for bank in (self.languages, self.countries, self.roles, self.sources, self.fields, self.words):
            banks.extend(bank.items())
        banks.extend((term.en, term) for term in self.terms)
        return [*banks, *self.frameworks.items(), *((item.id, item) for item in self.written())]

    def written(self) -> list[AnyDocument | Chapter]:
        """The documents and the chapters of handbooks."""
        return [*self.documents.values(), *(chapter for found in self.chapters.values() for chapter in found.values())]

    def without(self, files: Collection[str]) -> Project:
        """The project without the documents, frameworks and chapters that stand in these files."""

        def rest(items: dict[str, Found]) -> dict[str, Found]:
            return {name: item for name, item in items.items() if item.place.file not in files}

        chapters = {home: rest(found) for home, found in self.chapters.items()}
        return replace(self, frameworks=rest(self.frameworks), documents=rest(self.documents), chapters=chapters)

    def chapters_of(self, handbook: Document) -> list[Chapter]:
        """The chapters that a handbook lists and that are there, in its order; those at the back follow the appendices."""
        found = self.chapters.get(chapters_folder(handbook), {})
        return [found[name] for name in handbook.chapters if name in found]


def chapters_folder(handbook: Document) -> str:
    """Where the chapters of a handbook stand: a folder beside it of the same name."""
    return handbook.place.file.rpartition(".")[0] + "/"
