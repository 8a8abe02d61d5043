"""Fixed words: every one that pages and catalogue use is there."""

from __future__ import annotations

from collections.abc import Collection

from kalyp.model import files
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems


def check_words(project: Project, wanted: Collection[str], problems: Problems) -> None:
    """Check that the wanted words are there, unless their file could not be read at all."""
    if files.WORDS in project.unread:
        return
    for word in sorted(set(wanted) - set(project.words)):
        problems.add(Code.WORD_MISSING, Place(files.WORDS, item="words"), word=word)
