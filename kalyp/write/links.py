"""Blocks → the links in them, each of which has to lead to an anchor of the same document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kalyp.model.core import Heading, Phrase, Run
from kalyp.model.sections import Section
from kalyp.model.walk import Part, walk
from kalyp.write.unwritable import Unwritable


def links(parts: Iterable[Part]) -> Iterator[Run]:
    """The runs that lead somewhere, in order."""
    for part in walk(parts):
        phrase = part.text if isinstance(part, Heading) else part
        if isinstance(phrase, Phrase):
            yield from (run for wording in phrase.wordings for run in wording.runs if run.link)


def check(found: Iterable[Run], sections: Sequence[Section]) -> None:
    """Raises Unwritable for a link to an anchor that no section has."""
    anchors = frozenset().union(*(section.anchors for section in sections))
    for run in found:
        if run.link not in anchors:
            raise Unwritable(run, f"no anchor #{run.link} ({run.text})")
