"""A lowered document → text that a person can read and compare: one line a block, cell or field, indented as they nest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kalyp.model.core import (
    Block,
    Box,
    Break,
    Caption,
    Cell,
    Chart,
    Contents,
    Field,
    Figure,
    Heading,
    Inline,
    List,
    Lowered,
    Paragraph,
    Phrase,
    Row,
    Run,
    Table,
)

INDENT = "  "


def dump(lowered: Lowered) -> str:
    """The whole document."""
    return "\n".join([*_head(lowered), "", *_blocks(lowered.blocks)]) + "\n"


def _head(lowered: Lowered) -> Iterator[str]:
    page = lowered.page
    yield f"{lowered.kind} {lowered.document}, code {lowered.code}, {' + '.join(lowered.languages)}"
    yield f"title: {_phrase(lowered.title)}"
    yield f"subject: {_phrase(lowered.subject)}"
    yield f"foot: {_phrase(lowered.foot)} | {_phrase(lowered.page_of)}"
    yield f"edition {lowered.edition} of {lowered.date}; page {page.width:g} × {page.height:g}, margins {page.margins}"


def _blocks(blocks: Iterable[Block], depth: int = 0) -> Iterator[str]:
    for block in blocks:
        yield from (INDENT * depth + line for line in _block(block))


def _block(block: Block) -> Iterator[str]:  # noqa: C901  (one case a kind)
    match block:
        case Heading():
            unlisted = "" if block.listed else ", not listed"
            number = f"{block.number} " if block.number else ""
            yield f"{'#' * block.level} {number}{_phrase(block.text)} {{{block.anchor}}}{unlisted}"
        case Paragraph():
            yield f"{block.style}: {_inline(block.items)}"
        case List():
            yield "list"
            for item in block.items:
                yield f"{INDENT}{item.marker}"
                yield from _blocks(item.blocks, 2)
        case Table():
            yield from _table(block)
        case Field():
            yield _field(block)
        case Box():
            yield f"box {block.style}"
            yield from _blocks(block.blocks, 1)
        case Contents():
            yield f"contents {_phrase(block.title)}, depth {block.depth}"
        case Figure():
            yield from _figure(block)
        case Chart():
            yield from _chart(block)
        case Break():
            paper = f", {block.page.width:g} × {block.page.height:g}" if block.page else ""
            yield f"break{', right-hand page' if block.right else ''}{paper}"


def _figure(figure: Figure) -> Iterator[str]:
    yield f"figure {{{figure.anchor}}}: {_phrase(figure.alt)}"
    for node in figure.nodes:
        yield f"{INDENT}{node.style} {node.id} at {node.row}, {node.column} ({node.rows} × {node.columns}): {_phrase(node.text)}"
    for arrow in figure.arrows:
        label = f": {_phrase(arrow.label)}" if arrow.label else ""
        yield f"{INDENT}{arrow.start} {'<' if arrow.both else ''}-> {arrow.end}{label}"
    yield from _caption(figure.caption)


def _chart(chart: Chart) -> Iterator[str]:
    yield f"chart {{{chart.anchor}}}: {_phrase(chart.alt)}"
    for bar in chart.bars:
        yield f"{INDENT}bar of {bar.value:g}, {_phrase(bar.shown)}: {_phrase(bar.label)}"
    yield from _caption(chart.caption)


def _caption(caption: Caption | None) -> Iterator[str]:
    if caption:
        yield f"{INDENT}caption {caption.kind} {caption.number}: {_phrase(caption.label)} {_phrase(caption.text)}"


def _table(table: Table) -> Iterator[str]:
    widths = " ".join(f"{column.width:g}" for column in table.columns)
    anchor = f" {{{table.anchor}}}" if table.anchor else ""
    yield f"table {table.style}, columns {widths}: {_phrase(table.label)}{anchor}"
    yield from _caption(table.caption)
    for rows, name in ((table.head, "head"), (table.body, "row")):
        for row in rows:
            yield from (INDENT + line for line in _row(row, "band" if row.group else name))


def _row(row: Row, name: str) -> Iterator[str]:
    yield f"{name} of {row.height:g} mm" if row.height else name
    for cell in row.cells:
        yield f"{INDENT}cell{_manner(cell)}"
        yield from _blocks(cell.blocks, 2)


def _manner(cell: Cell) -> str:
    spans = [f"{count} {name}" for count, name in ((cell.columns, "columns"), (cell.rows, "rows")) if count != 1]
    manner = [name for name in ("head", "centred", "turned") if getattr(cell, name)]
    return "".join(f", {word}" for word in (*spans, *manner))


def _inline(items: Iterable[Inline]) -> str:
    return " ".join(_field(item) if isinstance(item, Field) else _phrase(item) for item in items)


def _field(field: Field) -> str:
    value = f"={field.value}" if field.value else ""
    size = f", {field.width:g} mm" if field.width else ""
    lines = f", {field.lines} lines" if field.lines != 1 else ""
    most = f", {field.max_length} characters" if field.max_length else ""
    return f"[{field.kind} {field.name}{value}{size}{lines}{most}: {_phrase(field.label)}]"


def _phrase(phrase: Phrase) -> str:
    return " / ".join(_runs(wording.runs) for wording in phrase.wordings)


def _runs(runs: Iterable[Run]) -> str:
    """The text with its styles; neighbours of one style are one."""
    pieces = []
    for (bold, italic, link), found in groupby(runs, key=lambda run: (run.bold, run.italic, run.link)):
        mark = "*" * (2 * bold + italic)
        words = "".join(run.text for run in found)
        pieces.append(f"{mark}[{words}](#{link}){mark}" if link else f"{mark}{words}{mark}")
    return "".join(pieces)
