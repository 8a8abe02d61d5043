"""What people write about the subjects that they teach → subjects of the workbook, and what nobody can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kalyp.loop.likeness import alike
from kalyp.lower.workbook.frame import FREE, Frame
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook

_BETWEEN = re.compile(r"[,;/\n]")


class Subjects:
    """The subjects that can be recognised: those of the request, well-known ones, and those that the school has named itself.

    `own` are the names of the school's own subjects, as they stand in the workbook; "" is a place that nobody has named.
    """

    def __init__(self, workbook: Workbook, project: Project, own: Sequence[str]) -> None:
        self._joined_by = {alike(word) for word in workbook.joined_by}
        self._known: dict[str, str] = {}  # how it is written → the subject's id
        self._labels = {subject.id: subject.label for subject in workbook.subjects}
        self._own, self._most = list(own), workbook.own_subjects
        places = {alike(name): f"{FREE}{number}" for number, name in enumerate(own, 1) if alike(name)}
        for name, id in places.items():
            self._learn(id, [name])
        for column in Frame(project, workbook, next(iter(project.languages)), {}).matrix.subjects:
            labels = (column.label[language] for language in project.languages)
            self._learn(column.id, [*labels, *workbook.request.also.get(column.id, ())])
        for subject in workbook.subjects:
            ways = [*(subject.label[language] for language in project.languages), *subject.also]
            self._learn(next((places[alike(way)] for way in ways if alike(way) in places), subject.id), ways)

    def _learn(self, id: str, written: Iterable[str]) -> None:
        for name in written:
            if alike(name):
                self._known.setdefault(alike(name), id)

    def recognise(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The subjects in a text, each once, and the parts of it that are none: only what is written in a known way is one."""
        if whole := self._known.get(alike(text)):
            return (whole,), ()
        found: list[str] = []
        rest: list[str] = []
        for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
            subjects = self._together(alike(part).split())
            found += subjects or ()
            rest += [] if subjects else [part]
        return tuple(dict.fromkeys(found)), tuple(rest)

    def _together(self, words: list[str]) -> list[str] | None:
        """The subjects that some words name, joined by "and"; which may be part of a name, too. None if any is unknown."""
        if known := self._known.get(" ".join(words)):
            return [known]
        for place in range(len(words) - 2, 0, -1):
            first = self._known.get(" ".join(words[:place]))
            if words[place] in self._joined_by and first and (rest := self._together(words[place + 1 :])):
                return [first, *rest]
        return None

    def places(self, taught: Iterable[tuple[str, ...]], language: str) -> tuple[tuple[str, ...], dict[str, str]]:
        """Places among the school's own subjects for the well-known ones that people teach; those of most teachers come first.

        `taught` are each teacher's subjects. Returns the names of the school's own subjects, those that it has named itself among
        them, and where each well-known one has its place; who has none finds all of them taken.
        """
        counts = Counter(id for subjects in taught for id in subjects if id in self._labels)
        order = {id: place for place, id in enumerate(self._labels)}
        names = [*self._own, *[""] * (self._most - len(self._own))]
        free = [place for place, name in enumerate(names) if not name]
        found = dict(zip(sorted(counts, key=lambda id: (-counts[id], order[id])), free, strict=False))
        for id, place in found.items():
            names[place] = self._labels[id][language]
        while names and not names[-1]:
            names.pop()
        return tuple(names), {id: f"{FREE}{place + 1}" for id, place in found.items()}

    def homeless(self, ids: Iterable[str], language: str) -> dict[str, str]:
        """Those of the subjects that have no place in the workbook, with their names."""
        return {id: self._labels[id][language] for id in ids if id in self._labels}


def written(texts: Iterable[str]) -> str:
    """What was written in several forms: each text once, and none that is a part of another."""
    each = {alike(text): text.strip() for text in reversed(list(texts)) if alike(text)}
    kept = [text for way, text in each.items() if not any(way != other and _holds(other, way) for other in each)]
    return "; ".join(reversed(kept))


def _holds(text: str, part: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None
