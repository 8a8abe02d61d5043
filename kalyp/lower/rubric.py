"""Blocks over frameworks with levels → core blocks: descriptors to read, a rubric to fill in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from kalyp.lower.asking import BOX_ROW, room
from kalyp.lower.block import lower_block
from kalyp.lower.competency import called, competency_heading, domain_heading, level_title, marks
from kalyp.lower.context import Context, band, bold, labelled, prefixed, stacked, text_cell
from kalyp.model import blocks as rich
from kalyp.model.core import Block, Break, Cell, Column, Heading, List, ListItem, Paragraph, Phrase, Row, Table
from kalyp.model.framework import Competency, Framework, Level
from kalyp.model.walk import walk

LEVEL = 4  # of the heading over a level's descriptors, where levels stand one under the other
EVIDENCE, NEXT = 4, 3  # lines for a pen
NARROWEST, WIDEST = 0.7, 1.5  # columns of stages, as parts of what each would get if all were alike

Lettered = list[tuple[str, Phrase]]  # descriptors with their markers


@lower_block.register
def _(block: rich.Descriptors, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)

    def shown(competency: Competency) -> list[Block]:
        if block.stacked:
            return _one_under_the_other(competency, framework, edition)
        return [_side_by_side(competency, framework, edition)]

    return _competencies(framework, block.voice, shown, edition, apart=not block.stacked)


@lower_block.register
def _(block: rich.Rubric, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    evidence, following = edition.phrase(block.evidence_head), edition.phrase(block.next_head)

    def asked(competency: Competency) -> list[Block]:
        about = called(competency, edition)
        boxes = [
            _box(f"evidence.{competency.id}", about, evidence, EVIDENCE),
            _box(f"next.{competency.id}", about, following, NEXT),
        ]
        return [_stages(competency, about, framework, edition), stacked([(boxes, 0.0)], edition.room, about)]

    return _competencies(framework, block.voice, asked, edition, apart=True)


def _competencies(
    framework: Framework, voice: str, show: Callable[[Competency], list[Block]], edition: Context, *, apart: bool
) -> list[Block]:
    """Each competency under its headings and statement. `apart`: on a page of its own, so that it can be copied and handed out
    alone, and set apart when it changes; where levels are long lists, which flow over pages, that would leave pages near empty.
    """
    made: list[Block] = []
    for domain in framework.domains:
        parts: list[list[Block]] = []
        for competency in domain.competencies:
            said = Paragraph((bold(edition.phrase(competency.statement[voice])),), "lead")
            parts.append([competency_heading(competency, edition), said, *show(competency)])
        first, *others = parts or [[]]
        for part in ([*domain_heading(domain, edition), *first], *others):
            made += [*([Break()] if apart and made else []), *part]
    return made


def _level_heads(framework: Framework, edition: Context) -> Row:
    return Row(
        tuple(
            Cell((Paragraph((bold(level_title(level, edition)),)), *_lead(level, edition)), head=True)
            for level in framework.levels
        )
    )


def _lead(level: Level, edition: Context) -> list[Block]:
    return [Paragraph((edition.phrase(level.lead),), "note")] if level.lead else []


def _lettered(competency: Competency, level: Level, group: str | None, edition: Context) -> Lettered:
    """The descriptors of a level that belong to a group (None: to none), each with its letter among all of the level."""
    found = enumerate(competency.descriptors.get(level.id, []))
    return [(f"{edition.letter(at)})", edition.phrase(each.text)) for at, each in found if each.group == group]


def _side_by_side(competency: Competency, framework: Framework, edition: Context) -> Table:
    """Level beside level; the n-th descriptors of all levels share a row, since they speak of the same sign."""
    body = _rows(competency, None, framework, edition)
    for group in framework.groups:
        rows = _rows(competency, group.id, framework, edition)
        if rows:
            body += [band(edition.phrase(group.title), len(framework.levels)), *rows]
    columns = tuple(Column(60) for _ in framework.levels)
    return Table(columns, (_level_heads(framework, edition),), tuple(body), edition.phrase(competency.short))


def _rows(competency: Competency, group: str | None, framework: Framework, edition: Context) -> list[Row]:
    by_level = [_lettered(competency, level, group, edition) for level in framework.levels]
    return [Row(tuple(_descriptor_cell(found) for found in beside)) for beside in zip_longest(*by_level)]


def _descriptor_cell(found: tuple[str, Phrase] | None) -> Cell:
    if found is None:  # this level has fewer
        return Cell(())
    marker, words = found
    return text_cell(prefixed(f"{marker} ", words))


def _one_under_the_other(competency: Competency, framework: Framework, edition: Context) -> list[Block]:
    """For narrow pages: under each level's title all that is said of it."""
    made: list[Block] = []
    for level in framework.levels:
        anchor = f"level-{competency.id}-{level.id}"
        made += [Heading(LEVEL, level_title(level, edition), anchor, listed=False), *_lead(level, edition)]
        made += _lists(competency, level, framework, edition)
    return made


def _lists(competency: Competency, level: Level, framework: Framework, edition: Context) -> list[Block]:
    """A level's descriptors as a list, and one more for each group under the group's title."""
    made: list[Block] = []
    for group in (None, *framework.groups):
        found = _lettered(competency, level, group.id if group else None, edition)
        if found:
            title = [Paragraph((bold(edition.phrase(group.title)),))] if group else []
            made += [*title, List(tuple(ListItem(marker, (Paragraph((words,)),)) for marker, words in found))]
    return made


def _stages(competency: Competency, about: Phrase, framework: Framework, edition: Context) -> Table:
    """Level beside level: its box, and under it all that is said of it, since sentences of one place don't match each other."""
    answers = [(level.id, edition.phrase(level.title)) for level in framework.levels]
    ticks = Row(tuple(marks(f"level.{competency.id}", about, answers)), BOX_ROW, group=True)  # on a page with what they stand for
    lists = [_lists(competency, level, framework, edition) for level in framework.levels]
    says = Row(tuple(Cell(tuple(blocks)) for blocks in lists))
    return Table(_balanced(lists, edition), (_level_heads(framework, edition),), (ticks, says), about)


def _balanced(cells: list[list[Block]], edition: Context) -> tuple[Column, ...]:
    """Columns that are the wider the more there is to say in them, within bounds: so the row is low enough for a page."""
    lengths = [sum(len(part.plain) for part in walk(blocks) if isinstance(part, Phrase)) for blocks in cells]
    mean = sum(lengths) / len(lengths) or 1.0
    shares = [min(max(length / mean, NARROWEST), WIDEST) for length in lengths]
    return tuple(Column(round(edition.room * share / sum(shares), 3)) for share in shares)


def _box(name: str, about: Phrase, head: Phrase, lines: int) -> tuple[int, Cell]:
    return 1, Cell((Paragraph((bold(head),)), room("lines", name, labelled(about, head), lines)))
