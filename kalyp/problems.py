"""Everything that can be wrong with content: one code each, collected, never stopping at the first.

Input: what the readers and checks find. Output: `Problem`s in the order of the files. The words of each code stand in
`kalyp/messages/<language>.yaml`, so that an editor reads them in her language.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

Step = str | int  # a key, or a position in a list
LONGEST = 400  # characters of a value that a message names


class Code(StrEnum):
    """The problems there are; the words for each stand in the message files."""

    # files and YAML
    FILE_MISSING = "file-missing"
    FILE_ENCODING = "file-encoding"
    FILE_SIZE = "file-size"
    FILE_KIND = "file-kind"
    FILE_EMPTY = "file-empty"
    FILE_NAME = "file-name"
    YAML_SYNTAX = "yaml-syntax"
    YAML_DOCUMENTS = "yaml-documents"
    YAML_TAG = "yaml-tag"
    YAML_KEY = "yaml-key"
    YAML_DEPTH = "yaml-depth"
    ALIAS_LIMIT = "alias-limit"
    ALIAS_UNKNOWN = "alias-unknown"
    KEY_TWICE = "key-twice"
    # the model
    KEY_UNKNOWN = "key-unknown"
    KEY_MISSING = "key-missing"
    TYPE_WRONG = "type-wrong"
    VALUE_WRONG = "value-wrong"
    LIST_EMPTY = "list-empty"
    LIST_LENGTH = "list-length"
    VALUE_LENGTH = "value-length"
    BLOCK_UNKNOWN = "block-unknown"
    # ids and references
    ID_FORM = "id-form"
    ID_TWICE = "id-twice"
    FIELD_TWICE = "field-twice"
    FIELD_PREFIX = "field-prefix"
    REFERENCE_UNKNOWN = "reference-unknown"
    VOICE_MISSING = "voice-missing"
    USAGE_MISSING = "usage-missing"
    LEVEL_MISSING = "level-missing"
    LEVELS_NUMBER = "levels-number"
    FRAMEWORK_SHAPE = "framework-shape"
    ALIGNMENT_OWN = "alignment-own"
    ALIGNMENT_TWICE = "alignment-twice"
    ALIGNMENT_MISSING = "alignment-missing"
    LETTERS_FEW = "letters-few"
    WORD_MISSING = "word-missing"
    HEADING_SKIPPED = "heading-skipped"
    OUTPUT_TWICE = "output-twice"
    LINK_UNKNOWN = "link-unknown"
    CHAPTER_TWICE = "chapter-twice"
    CHAPTER_UNUSED = "chapter-unused"
    INCLUDE_TWICE = "include-twice"
    INCLUDE_CIRCLE = "include-circle"
    INCLUDE_KIND = "include-kind"
    PACK_EMPTY = "pack-empty"
    PACK_STRAY = "pack-stray"
    CELLS_NUMBER = "cells-number"
    NODE_OVERLAP = "node-overlap"
    # texts
    TEXT_FORM = "text-form"
    TEXT_MISSING = "text-missing"
    TEXT_EMPTY = "text-empty"
    TEXT_SAME = "text-same"
    TEXT_SPACE = "text-space"
    TEXT_MARKUP = "text-markup"
    TEXT_END = "text-end"
    LANGUAGE_UNKNOWN = "language-unknown"
    GLYPH_MISSING = "glyph-missing"
    TERM_AVOID = "term-avoid"
    SOURCE_MISSING = "source-missing"
    SOURCE_UNKNOWN = "source-unknown"
    HYPHENATION_RULES = "hyphenation-rules"
    # making
    FONT_MISSING = "font-missing"
    BLOCK_UNWRITABLE = "block-unwritable"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: file (as seen from the project's root), line and column from 1, and the item's path in it.

    `inside` holds the places of a mapping's or list's own values. It tells no places apart.
    """

    file: str
    line: int = 1
    column: int = 1
    item: str = ""
    inside: dict[Step, Place] = field(default_factory=dict, compare=False, repr=False)

    def of(self, *steps: Step) -> Place:
        """Where the value at the end of `steps` stands; as far as they lead, if it is not written."""
        here = self
        for step in steps:
            if step not in here.inside:
                break
            here = here.inside[step]
        return here

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: where, which code, and the values that its message names."""

    place: Place
    code: Code
    values: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Problems:
    """Collects problems; each is kept once."""

    _found: dict[Problem, None] = field(default_factory=dict)

    def add(self, code: Code, place: Place, **values: object) -> None:
        """Note a problem; `values` fill the places in its message."""
        self._found[Problem(place, code, tuple((key, shown(str(value))) for key, value in values.items()))] = None

    def files(self) -> frozenset[str]:
        """The files that have problems."""
        return frozenset(problem.place.file for problem in self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)


def shown(text: str, longest: int = LONGEST) -> str:
    """The text for a message: on one line, not too long, and with nothing in it that can't be seen."""
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(sign if sign.isprintable() else _PICTURES.get(sign, f"<U+{ord(sign):04X}>") for sign in short)


_PICTURES = {"\n": "↵", "\t": "⇥"}


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that an unknown one resembles, and else all that are known."""
    listed = sorted(known)
    near = difflib.get_close_matches(name, listed, 1, cutoff=0.6)
    return near[0] if near else ", ".join(listed) or "–"
