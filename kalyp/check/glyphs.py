"""Glyphs: every character of the content stands in the fonts of page and field."""

from __future__ import annotations

from dataclasses import dataclass

from kalyp.check.texts import texts
from kalyp.model.project import Project
from kalyp.problems import Code, Problems


@dataclass(frozen=True, slots=True)
class Alphabets:
    """The characters that all fonts of pages have, and those of the field font."""

    page: frozenset[str]
    field: frozenset[str]


def check_glyphs(project: Project, alphabets: Alphabets, problems: Problems) -> None:
    """Check every character of every text. Labels of fields may come to stand in fields, so both fonts must have it."""
    both = alphabets.page & alphabets.field
    for text in texts(project):
        for language, words in text.root.items():
            for character in sorted(set(words or "") - both):
                if character.isspace():  # stray spaces have a check of their own
                    continue
                point = f"U+{ord(character):04X}"
                problems.add(Code.GLYPH_MISSING, text.place_of(language), character=character, point=point)
