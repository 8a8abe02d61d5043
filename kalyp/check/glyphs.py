"""Glyphs: every character of the content stands in the fonts of page and field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kalyp.check.texts import texts
from kalyp.model.base import Item, parts
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems

NOT_PRINTED = frozenset({"en", "licence", "source", "source_note"})
SPACES = frozenset(" \u00a0")


@dataclass(frozen=True, slots=True)
class Alphabets:
    """The characters that all fonts of pages have, and those of the field font."""

    page: frozenset[str]
    field: frozenset[str]


def check_glyphs(project: Project, alphabets: Alphabets, problems: Problems) -> None:
    """Check every character that is printed. Labels of fields may come to stand in fields, so both fonts must have it."""
    both = (alphabets.page & alphabets.field) | SPACES
    for text in texts(project):
        for language, words in text.root.items():
            odd = {character for character in set(words or "") - both if not character.isspace()}  # those have a check
            _note(odd, text.place_of(language), problems)
    for words, place in _strings(project):
        _note(set(words) - both, place, problems)


def _note(characters: set[str], place: Place, problems: Problems) -> None:
    for character in sorted(characters):
        problems.add(Code.GLYPH_MISSING, place, character=character, point=f"U+{ord(character):04X}")


def _strings(project: Project) -> Iterator[tuple[str, Place]]:
    """What is printed and the same in all languages, such as codes and numbers."""
    for _, item in project.items():
        for part, _ in parts(item):
            for name in type(part).model_fields if isinstance(part, Item) else ():
                value = getattr(part, name)
                if isinstance(value, str) and name not in NOT_PRINTED:
                    yield value, part.place.of(name)
