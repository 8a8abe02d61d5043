"""A lowered document → the same text as a Typst file with the same page, fonts, columns and contents, to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kalyp.model.core import (
    Block,
    Box,
    Break,
    Cell,
    Contents,
    Heading,
    Inline,
    List,
    Lowered,
    Paragraph,
    Phrase,
    Run,
    Table,
)

FONT = "PT Sans"
_STYLE = """
#set document(title: {title})
#set page(width: {width}mm, height: {height}mm, margin: (top: {top}mm, right: {right}mm, bottom: {bottom}mm, left: {left}mm),
  footer: context [#{foot} #h(1fr) #counter(page).display() / #counter(page).final().first()])
#set text(font: "{font}", size: 9.5pt, lang: {language}, hyphenate: true)
#set par(leading: 0.5em, justify: false)
#show table.cell: set text(size: 8.2pt)
#set table(inset: (x: 1mm, y: 0.8mm), stroke: 0.25mm)
"""


def typst(lowered: Lowered) -> str:
    """The document as a Typst file."""
    top, right, bottom, left = lowered.page.margins
    head = _STYLE.format(
        title=_string(lowered.title.plain),
        width=lowered.page.width,
        height=lowered.page.height,
        top=top,
        right=right,
        bottom=bottom,
        left=left,
        foot=_string(lowered.foot.plain),
        font=FONT,
        language=_string(lowered.languages[0]),
    )
    return head + _blocks(lowered.blocks)


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"#heading(level: {block.level})[{_said(f'{block.number} ' if block.number else '')}{_phrase(block.text)}]"
        case Paragraph():
            return _items(block.items)
        case List():
            items = ", ".join(f"{_string(item.marker)}, [{_blocks(item.blocks)}]" for item in block.items)
            return f"#grid(columns: (auto, 1fr), gutter: 1.2mm, {items})"
        case Table():
            return _table(block)
        case Contents():
            return f"#outline(title: [{_phrase(block.title)}], depth: {block.depth})"
        case Box(style="cover"):
            return f"#align(center)[{_blocks(block.blocks)}]\n#pagebreak()"
        case Box():
            return f"#block(stroke: 0.25mm, inset: 2mm, breakable: false)[{_blocks(block.blocks)}]"
        case Break():
            return "#pagebreak(weak: true)"
    raise TypeError(type(block))


def _table(table: Table) -> str:
    columns = ", ".join(f"{column.width}fr" for column in table.columns)
    head = "".join(f"{_cell(cell)}, " for row in table.head for cell in row.cells)
    body = "".join(f"{_cell(cell)}, " for row in table.body for cell in row.cells)
    return f"#table(columns: ({columns},), {f'table.header({head}), ' if head else ''}{body})"


def _cell(cell: Cell) -> str:
    said = _blocks(cell.blocks)
    said = f"#strong[{said}]" if cell.head else said
    return f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}, breakable: false)[{said}]"


def _items(items: Sequence[Inline]) -> str:
    return " ".join(_phrase(item) for item in items if isinstance(item, Phrase))


def _phrase(phrase: Phrase) -> str:
    return " ".join("".join(_run(run) for run in wording.runs) for wording in phrase.wordings)


def _run(run: Run) -> str:
    said = _said(run.text)
    said = f"#strong[{said}]" if run.bold else said
    return f"#emph[{said}]" if run.italic else said


def _said(text: str) -> str:
    return f"#{_string(text)};" if text else ""


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
