"""The store of parts: sections of books that are set in a format, each in a file named by the hash of all that decides it.

An edit sets one section again; the others are taken from here. Nothing is ever removed by those who use the store: what no
output names any more is dropped by the build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kalyp.model.core import Lowered, Phrase
from kalyp.model.sections import Section
from kalyp.write.paths import write_whole

_NONE = Phrase(())
_LENGTH = 40  # characters of a name


def manner(lowered: Lowered) -> Lowered:
    """What the sections of a document are set with, besides their own words: languages, paper, foot, no title, no blocks."""
    return replace(lowered, title=_NONE, subject=_NONE, document="", date="", edition="", blocks=())


class Parts:
    """The parts of one document in one format. `look` is the hash of all else that decides them: templates, fonts, code.

    `folder` None keeps nothing. `used` names what was asked for, in order.
    """

    def __init__(self, folder: Path | None, form: str, look: str, lowered: Lowered) -> None:
        self._folder = folder
        self._told = "\n".join((form, look, repr(manner(lowered))))
        self.used: list[str] = []

    def name(self, section: Section) -> str:
        """What a section's file is called."""
        return hashlib.sha256(f"{self._told}\n{section.digest}".encode()).hexdigest()[:_LENGTH]

    def has(self, section: Section) -> bool:
        """Whether a section needn't be made."""
        return self._folder is not None and (self._folder / self.name(section)).exists()

    def get(self, section: Section, make: Callable[[], bytes]) -> bytes:
        """A section as it is kept, or as it is made now; the same bytes in either case, if `make` always gives the same."""
        if self._folder is None:
            return make()
        name = self.name(section)
        if name not in self.used:
            self.used.append(name)
        path = self._folder / name
        if path.exists():
            return path.read_bytes()
        made = make()
        write_whole(path, made)
        return made
