"""Core blocks → the pieces of a page, with where it may end: what a form says and asks, as its paper has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kalyp.model.core import (
    Block,
    Box,
    Break,
    Caption,
    Chart,
    Contents,
    Drawn,
    Field,
    Figure,
    Heading,
    List,
    ListItem,
    Paragraph,
    Phrase,
    Table,
)
from kalyp.model.walk import listed
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx import tables, texts
from kalyp.write.xlsx.grid import Stretch
from kalyp.write.xlsx.lines import answer, line_pieces
from kalyp.write.xlsx.pieces import UNIT, Beside, Framed, Leaf, Picture, Piece, Stack, stacked
from kalyp.write.xlsx.styles import BAND_GROUND, HEAD_GROUND, Look
from kalyp.write.xlsx.texts import Cuts, Text

HEADINGS = (15.0, 12.0, 11.0, 10.0, 9.5)  # points, by level
_BEFORE = (0, 16, 12, 9, 7)  # pixels above a heading
_POINTS = {"body": 9.5, "lead": 9.5, "note": 8.0, "label": 9.0, "tick": 9.5}
_CELL_POINTS = {"body": 9.0, "lead": 9.0, "note": 8.0, "label": 8.5, "tick": 9.0}
HEAD_POINTS = 7.5
_GAP = 7  # pixels between blocks
_MARKER = 24 // UNIT  # units: the least room for a list's marker
_COVER_ROOM = 150  # pixels above and below what stands on a cover
_WHOLE_ROWS, _WHOLE_SHARE = 8, 0.4  # a table of so many rows at most stays on one page, if it takes no more of it than that
_NUMBER = "{number}"

Draw = Callable[[Drawn, float], Picture]  # a figure, and how wide (pixels) it may be


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks go: between which units, and inside of what. `ruled`: there are lines around, so that a field needs none."""

    left: int
    right: int
    inside: Literal["page", "cell", "box"] = "page"
    ruled: bool = False
    head: bool = False  # it heads columns
    band: bool = False  # it heads the next rows
    centred: bool = False
    turned: bool = False

    @property
    def units(self) -> int:
        """How wide it is."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece that stays on one page. `gap`: pixels above it, but on top of a page. `keep`: it stays with the next one.

    `head`: what stands above it again where it begins a page. `ends`: a page ends before it, and it may be nothing else.
    """

    piece: Piece | None
    gap: int = 0
    keep: bool = False
    head: Piece | None = None
    ends: bool = False


class Blocks:
    """Makes pieces of the blocks of one sheet. `headings` are all of its headings, for a table of contents; `page` is how high
    a page is, in pixels.
    """

    def __init__(self, headings: Sequence[Heading], page: int, language: str, cuts: Cuts, draw: Draw | None) -> None:
        self._headings = headings
        self._page = page
        self._language = language
        self._cuts = cuts
        self._draw = draw

    def units(self, blocks: Sequence[Block], place: Place) -> list[Unit]:
        """Blocks one below the other. Raises Unwritable for a block that this writer doesn't know."""
        made: list[Unit] = []
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            found = self._units(block, place)
            if found and _leads(block, after):
                found[-1] = replace(found[-1], keep=True)
            made += found
        return made

    def stack(self, blocks: Sequence[Block], place: Place) -> Piece:
        """Blocks that stay together, as one piece."""
        pieces: list[Piece] = []
        for unit in self.units(blocks, place):
            if unit.piece is None:
                raise Unwritable(Break(), "inside of a block")
            if unit.gap and pieces and place.inside != "cell":
                pieces.append(_nothing(place, unit.gap))
            pieces.append(unit.piece)
        if not any(piece.grows for piece in pieces):
            pieces.append(replace(_nothing(place, 0), grows=True))
        return stacked(pieces, place.left, place.right)

    def cell(self, blocks: Sequence[Block], place: Place) -> Piece:
        """What stands in a cell: a field that fills it, texts in one, or blocks."""
        match blocks:
            case (Field() as field,) | (Paragraph(items=(Field() as field,)),):
                return answer(field, place.left, place.right, ruled=place.ruled)
        found = self._together(blocks, place)
        return found or self.stack(blocks, place)

    def _together(self, blocks: Sequence[Block], place: Place) -> Piece | None:
        """Paragraphs and lists of one style as one text, if there is nothing else."""
        said = [_said(block) for block in blocks]
        styles = {block.style for block in blocks if isinstance(block, Paragraph)} or {"body"}
        if len(styles) > 1 or any(text is None for text in said):
            return None
        return self._text(texts.joined(text for text in said if text), self._look(min(styles), place), place)

    def _units(self, block: Block, place: Place) -> list[Unit]:  # noqa: C901  (one case a kind)
        match block:
            case Heading():
                return [self._heading(block, place)]
            case Paragraph():
                return [Unit(piece, _GAP if number == 0 else 2) for number, piece in enumerate(self._paragraph(block, place))]
            case List():
                return [Unit(self._item(item, place), _GAP if number == 0 else 3) for number, item in enumerate(block.items)]
            case Table():
                return self._table(block, place)
            case Figure() | Chart():
                return self._figure(block, place)
            case Field():
                return [Unit(answer(block, place.left, place.right, ruled=False), _GAP)]
            case Box(style="note"):
                inner = replace(place, inside="box", ruled=False)
                return [Unit(Framed(self.stack(block.blocks, inner)), _GAP)]
            case Box():
                return self._cover(block, place)
            case Contents():
                return self._contents(block, place)
            case Break(page=None):
                return [Unit(None, ends=True)]
            case _:
                raise Unwritable(block)

    def _cover(self, block: Box, place: Place) -> list[Unit]:
        if place.inside != "page":
            raise Unwritable(block)
        inner = replace(place, inside="box", centred=True)
        room = _nothing(place, _COVER_ROOM)
        return [Unit(Stack(place.left, place.right, (room, self.stack(block.blocks, inner), room))), Unit(None, ends=True)]

    def _heading(self, block: Heading, place: Place) -> Unit:
        if not 1 <= block.level <= len(HEADINGS):
            raise Unwritable(block, f"level {block.level}")
        number = texts.literal(f"{block.number} " if block.number else "")
        look = Look(HEADINGS[block.level - 1], bold=True, down="bottom", across="center" if place.centred else "left")
        text = (*number, *texts.phrase_text(block.text))
        return Unit(self._text(text, look, place), _BEFORE[block.level - 1], keep=True)

    def _paragraph(self, block: Paragraph, place: Place) -> list[Piece]:
        look = self._look(block.style, place)
        text = _said(block)
        if text is not None:
            return [self._text(text, look, place)]
        return line_pieces(block, place.left, place.right, look)

    def _item(self, item: ListItem, place: Place) -> Piece:
        look = self._look("body", place)
        marker = texts.literal(item.marker)
        edge = min(place.right - 1, place.left + max(_MARKER, texts.width(marker, look)))
        beginning = Leaf(place.left, edge, texts.height(marker, edge - place.left, look), replace(look, down="top"), marker)
        return Beside((beginning, self.stack(item.blocks, replace(place, left=edge))))

    def _table(self, block: Table, place: Place) -> list[Unit]:
        made = [Unit(self._caption(block.caption, place), _GAP, keep=True)] if block.caption else []
        head, body = tables.rows(block, place.left, place.right, lambda cell, row: self._cell_of(cell, row, block, place))
        gap = 2 if block.caption else _GAP
        whole = len(body) <= _WHOLE_ROWS and sum(rows.height for rows, _ in body) <= _WHOLE_SHARE * self._page
        if head:
            made.append(Unit(head, gap, keep=True))
        for number, (rows, keep) in enumerate(body):
            together = keep or number == len(body) - 2 or (whole and number < len(body) - 1)  # no row is left alone
            made.append(Unit(rows, 0 if head or number else gap, keep=together, head=head))
        return made

    def _cell_of(self, cell: tables.Placed, row: tables.Kind, block: Table, place: Place) -> Piece:
        ruled = block.style == "ruled"
        inner = Place(cell.left, cell.right, "cell", ruled=ruled, head=row == "head", band=row == "band")
        inner = replace(inner, centred=cell.cell.centred, turned=cell.cell.turned)
        return self.cell(cell.cell.blocks, inner)

    def _figure(self, block: Drawn, place: Place) -> list[Unit]:
        """A picture, with its caption below."""
        if self._draw is None:
            raise Unwritable(block, "no painter")
        picture = self._draw(block, place.units * UNIT)
        leaf = Leaf(place.left, place.right, round(picture.height) + 4, Look(), picture=picture)
        made = [Unit(leaf, _GAP, keep=block.caption is not None)]
        return [*made, *([Unit(self._caption(block.caption, place), 3)] if block.caption else [])]

    def _caption(self, block: Caption, place: Place) -> Piece:
        made: list[Text] = []
        for position, (label, said) in enumerate(zip(block.label.wordings, block.text.wordings, strict=True)):
            named = Stretch(f"{label.plain.replace(_NUMBER, str(block.number))} ", bold=True, italic=position > 0)
            made.append((named, *texts.wording_text(said, second=position > 0)))
        return self._text(texts.joined(made), self._look("body", place), place)

    def _contents(self, block: Contents, place: Place) -> list[Unit]:
        """The headings, without pages: a sheet has none until it is printed."""
        title = Look(HEADINGS[1], bold=True)
        made = [Unit(self._text(texts.phrase_text(block.title), title, place), _BEFORE[1], keep=True)]
        for heading in listed(self._headings, block.depth):
            number = texts.literal(f"{heading.number} " if heading.number else "")
            look = Look(_POINTS["body"], indent=heading.level - 2)
            made.append(Unit(self._text((*number, *texts.phrase_text(heading.text, " / ")), look, place)))
        return made

    def _look(self, style: str, place: Place) -> Look:
        """How a text looks where it stands."""
        points = (_POINTS if place.inside == "page" else _CELL_POINTS)[style]
        if place.head or place.turned:
            ground = HEAD_GROUND if place.ruled and place.head else ""
            across: Literal["left", "center"] = "center" if place.centred or place.turned else "left"
            bold = style != "note"
            down: Literal["vcenter", "bottom"] = "bottom" if place.turned else "vcenter"
            return Look(HEAD_POINTS, bold=bold, across=across, down=down, ground=ground, turned=place.turned)
        return Look(
            points,
            across="center" if place.centred else "left",
            down="vcenter" if place.band else "top",
            ground=BAND_GROUND if place.band else "",
        )

    def _text(self, text: Text, look: Look, place: Place) -> Leaf:
        if not look.turned:
            text = texts.cut(text, self._language, place.units, look, self._cuts)
        text = texts.merged(text)
        return Leaf(place.left, place.right, texts.height(text, place.units, look), look, text)


def _nothing(place: Place, height: int) -> Leaf:
    ground = HEAD_GROUND if place.head and place.ruled else BAND_GROUND if place.band else ""
    return Leaf(place.left, place.right, height, Look(ground=ground))


def _said(block: Block) -> Text | None:
    """The text of a block, None if it holds anything else."""
    match block:
        case Paragraph() if all(isinstance(item, Phrase) for item in block.items):
            between = " / " if len(block.items) > 1 else texts.NEW_LINE
            phrases = [item for item in block.items if isinstance(item, Phrase)]
            return texts.joined((texts.phrase_text(phrase, between) for phrase in phrases), " ")
        case List():
            items = [_said_item(item) for item in block.items]
            return None if any(item is None for item in items) else texts.joined(item for item in items if item)
    return None


def _said_item(item: ListItem) -> Text | None:
    said = [_said(block) for block in item.blocks]
    if any(text is None for text in said):
        return None
    return (*texts.literal(f"{item.marker} "), *texts.joined(text for text in said if text))


def _leads(block: Block, after: Block | None) -> bool:
    """Whether a paragraph is nothing without what comes after it."""
    match block, after:
        case Paragraph(), Table() | Field():
            return True
        case Paragraph(items=(*_, Phrase() as last)), List():
            return last.plain.rstrip().endswith(":")
    return False
