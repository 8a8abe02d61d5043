"""A person's two ratings → the core blocks of their talk sheet: where they differ, where they agree, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kalyp.lower.asking import FULL
from kalyp.lower.competency import called, level_title
from kalyp.lower.context import Context, bold, joined, labelled, prefixed, stacked, text_cell
from kalyp.model import blocks as rich
from kalyp.model.core import Block, Cell, Column, Field, FieldKind, List, ListItem, Paragraph, Phrase, Row, Table
from kalyp.model.framework import Competency, Level
from kalyp.model.talk import Talk

BOX = 13  # mm: a column of boxes with a figure beside each
PRIORITY = 20  # mm
LEVEL, NEAR = 30.0, 7.0  # mm: a level's title before the competencies at it, and the box of each …
BESIDE = 3  # … of which so many stand beside each other
NARROWEST, STEP = 0.3, 6  # what is said of a level has that part of the width at least, and a whole number of such steps (mm)

Said = list[tuple[str, Phrase]]  # descriptors with their markers


class Ratings:
    """The ratings of one person, and the parts of a sheet that they make."""

    def __init__(self, block: rich.Comparison, talk: Talk, edition: Context) -> None:
        self._block, self._talk, self._edition = block, talk, edition
        self._voice = next(each.voice for each in block.frameworks if each.framework == talk.framework)
        framework = edition.framework(talk.framework)
        self._levels = {level.id: level for level in framework.levels}
        self._differing, self._same = talk.differing(framework), talk.same(framework)
        rated = {each.id for each in talk.rated(framework)}
        self._unrated = [each for each in framework.competencies() if each.id not in rated]

    def blocks(self) -> list[Block]:
        """All parts."""
        return [*self._difference_table(), *self._same_table(), *self._missing()]

    # Where they differ

    def _difference_table(self) -> list[Block]:
        """For each competency a row with its boxes, then what is said of both levels, side by side."""
        if not self._differing:
            return []
        boxes = BOX * len(self._levels)
        agreed = self._edition.phrase(self._block.agreed_head)
        heads = [
            (int(FULL) - boxes - PRIORITY, text_cell(self._edition.phrase(self._block.competency_head), head=True)),
            (boxes, text_cell(agreed, head=True, centred=True)),
            (PRIORITY, text_cell(self._edition.phrase(self._block.priority_head), head=True, centred=True)),
        ]
        rows = [row for each in self._differing for row in (self._asked(each), self._descriptors(each))]
        table = stacked(((cells, 0.0) for cells in (heads, *rows)), FULL, agreed)
        head, *body = table.body
        kept = (replace(row, group=number % 2 == 0) for number, row in enumerate(body))  # a page break is after both rows
        return [replace(table, head=(head,), body=tuple(kept))]

    def _asked(self, competency: Competency) -> list[tuple[int, Cell]]:
        """The competency with a box for each level, and one for a priority."""
        about = labelled(called(competency, self._edition), self._edition.phrase(self._block.agreed_head))
        statement = prefixed(f"{competency.code}.\u00a0", self._edition.phrase(competency.statement[self._voice]))
        boxes = [(BOX, self._box(f"agreed.{competency.id}", about, level)) for level in self._levels.values()]
        rest = int(FULL) - BOX * len(boxes) - PRIORITY
        return [(rest, text_cell(bold(statement))), *boxes, (PRIORITY, self._priority(competency))]

    def _box(self, name: str, about: Phrase, level: Level) -> Cell:
        """A box with the level's figure."""
        field = Field(FieldKind.MARK, name, labelled(about, self._edition.phrase(level.title)), level.id)
        return Cell((Paragraph((field, self._edition.literal(str(level.mark))), "tick"),), centred=True)

    def _priority(self, competency: Competency) -> Cell:
        about = called(competency, self._edition)
        return Cell((priority(f"priority.{competency.id}", about, self._block, self._edition),), centred=True)

    def _descriptors(self, competency: Competency) -> list[tuple[int, Cell]]:
        """What is said of both levels; of which there is more to say has more of the width."""
        sides = self._sides(competency)
        width = _width([said for _, said in sides])
        cells = [Cell(tuple(self._side(title, said))) for title, said in sides]
        return [(width, cells[0]), (int(FULL) - width, cells[1])]

    def _side(self, title: Phrase, said: Said) -> list[Block]:
        """What is said of a level, as a list or in a row."""
        if self._talk.close:
            marked = [joined(bold(self._edition.literal(marker)), words, between="\u00a0") for marker, words in said]
            return [Paragraph((joined(title, *marked),), "note")]
        items = tuple(ListItem(marker, (Paragraph((words,)),)) for marker, words in said)
        return [Paragraph((title,)), *([List(items)] if items else [])]

    def _sides(self, competency: Competency) -> list[tuple[Phrase, Said]]:
        """Whose rating it is with the level's title, and the level's descriptors: first the person's own, then the other."""
        edition, talk = self._edition, self._talk
        ratings = ((self._block.own_head, talk.own), (self._block.supervisor_head, talk.supervisor))
        sides = []
        for head, levels in ratings:
            level = self._levels[levels[competency.id]]
            title = bold(joined(edition.phrase(head), level_title(level, edition), between=". "))
            found = enumerate(competency.descriptors.get(level.id, []))
            sides.append((title, [(f"{edition.letter(at)})", edition.phrase(each.text)) for at, each in found]))
        return sides

    # Where they agree

    def _at_levels(self) -> list[tuple[Level, list[Competency]]]:
        """Levels with the competencies that both see there."""
        found = [(level, [each for each in self._same if self._talk.own[each.id] == level.id]) for level in self._levels.values()]
        return [(level, competencies) for level, competencies in found if competencies]

    def _same_table(self) -> list[Block]:
        """The competencies at each level; all but those at the highest can be chosen."""
        if not self._same:
            return []
        words = self._edition.phrase(self._block.same_head)
        rest = (FULL - LEVEL) / BESIDE - NEAR
        columns = (Column(LEVEL), *(Column(width) for _ in range(BESIDE) for width in (NEAR, rest)))
        body = chain.from_iterable(self._level_rows(level, found) for level, found in self._at_levels())
        return [Paragraph((bold(words),), "label"), Table(columns, (), tuple(body), words)]

    def _level_rows(self, level: Level, found: list[Competency]) -> Iterator[Row]:
        title = level_title(level, self._edition)
        if level.mark == max(each.mark for each in self._levels.values()):
            yield Row((text_cell(title, head=True), text_cell(self._named(found), columns=2 * BESIDE)))
            return
        lines = [found[at : at + BESIDE] for at in range(0, len(found), BESIDE)]
        for number, line in enumerate(lines, start=1):
            head = [text_cell(title, head=True, rows=len(lines))] if number == 1 else []
            cells = [cell for each in line for cell in (self._priority(each), text_cell(called(each, self._edition)))]
            rest = [Cell((), columns=2 * (BESIDE - len(line)))] if len(line) < BESIDE else []
            yield Row((*head, *cells, *rest), group=number < len(lines))

    def _named(self, found: Sequence[Competency]) -> Phrase:
        return joined(*(called(each, self._edition) for each in found), between="; ")

    def _missing(self) -> list[Block]:
        """What one of the two has not rated."""
        if not self._unrated:
            return []
        return [Paragraph((bold(self._edition.phrase(self._block.unrated_head)), self._named(self._unrated)))]


def priority(name: str, about: Phrase, block: rich.Comparison, edition: Context) -> Field:
    """The box that makes a competency a priority."""
    return Field(FieldKind.CHECK, name, labelled(about, edition.phrase(block.priority_head)), "on")


def _width(sides: Sequence[Said]) -> int:
    """The width of the first of two sides, in mm: in the proportion of what there is to say, within bounds."""
    first, both = _length(sides[0]), sum(map(_length, sides))
    part = min(max(first / both, NARROWEST), 1 - NARROWEST) if both else 0.5
    return STEP * round(part * FULL / STEP)


def _length(said: Said) -> int:
    return sum(len(marker) + len(words.wordings[0].plain) + 2 for marker, words in said)
