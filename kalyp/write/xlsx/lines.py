"""A paragraph with fields in it → lines of texts and open cells side by side; a field → its open cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kalyp.model.core import PEN_LINE, Field, FieldKind, Inline, Paragraph
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx import texts
from kalyp.write.xlsx.grid import Stretch
from kalyp.write.xlsx.measure import pixels
from kalyp.write.xlsx.pieces import UNIT, Beside, Leaf, Piece
from kalyp.write.xlsx.styles import Look
from kalyp.write.xlsx.texts import Text

BOXES = (FieldKind.CHECK, FieldKind.MARK)
BOX_HEIGHT = 24  # pixels: how high and wide a box in a line is
BOX = BOX_HEIGHT // UNIT  # units
LINE = pixels(PEN_LINE)  # the least height of an open cell
_LEAST = 96 // UNIT  # units of a field that is as wide as there is room
_SHORT = 88 // UNIT  # units: in a narrower field what is typed stands in the middle
_AFTER = 2  # units after a text
_CLEAR = "\u00a0"  # before a text that follows a field
_POINTS = 9.5


def answer(asked: Field, left: int, right: int, *, ruled: bool) -> Leaf:
    """The open cell of a field. Raises Unwritable for a field without a name or a mark without a value."""
    if ":" in asked.name or not asked.name or (asked.kind is FieldKind.MARK and not asked.value):
        raise Unwritable(asked, "name or value")
    narrow = right - left <= _SHORT and asked.kind is not FieldKind.LINES
    box = asked.kind in BOXES
    look = Look(
        11.0 if box else _POINTS,
        bold=box,
        across="center" if box or narrow else "left",
        down="top" if asked.kind is FieldKind.LINES and asked.lines > 1 else "vcenter",
        open=True,
    )
    height = BOX_HEIGHT if box else asked.lines * LINE
    return Leaf(left, right, height, look, field=asked, grows=not box or ruled, framed=not ruled)


@dataclass(slots=True)
class _Line:
    """A line that is being filled, from left to right."""

    left: int
    right: int
    at: int
    made: list[Leaf] = field(default_factory=list)

    def add(self, leaf: Leaf) -> None:
        """Put a leaf at the line's end."""
        self.made.append(leaf)
        self.at = leaf.right

    def closed(self, look: Look) -> Piece:
        """The line, as wide as there is room: by its last field that has no width of its own, or by nothing."""
        spare = self.right - self.at
        open_ended = [number for number, leaf in enumerate(self.made) if _open_ended(leaf)]
        if spare and open_ended:
            for number in range(open_ended[-1], len(self.made)):
                leaf = self.made[number]
                start = leaf.left + (spare if number > open_ended[-1] else 0)
                self.made[number] = replace(leaf, left=start, right=leaf.right + spare)
        elif spare:
            self.made.append(Leaf(self.at, self.right, 0, Look(ground=look.ground)))
        return self.made[0] if len(self.made) == 1 else Beside(tuple(self.made))


def _open_ended(leaf: Leaf) -> bool:
    return leaf.field is not None and leaf.field.kind not in BOXES and not leaf.field.width


def line_pieces(block: Paragraph, left: int, right: int, look: Look) -> list[Piece]:
    """The lines of a paragraph. A box and its words stay together; several lines to write in take the whole width."""
    made: list[Piece] = []
    line = _Line(left, right, left)
    look = replace(look, down="vcenter")

    def close() -> None:
        nonlocal line
        if line.made:
            made.append(line.closed(look))
            line = _Line(left, right, left)

    for chunk in _chunks(block):
        if isinstance(chunk[0], Field) and chunk[0].kind is FieldKind.LINES:
            close()
            made.append(answer(chunk[0], left, right, ruled=False))
            continue
        if line.made and line.at + sum(_wanted(item, look) for item in chunk) > right:
            close()
        for item in chunk:
            if line.made and line.at + min(_least(item, look), right - left - BOX) > right:
                close()
            line.add(_leaf(item, line, look))
    close()
    return made


def _chunks(block: Paragraph) -> list[list[Inline]]:
    """What stays together on a line."""
    found: list[list[Inline]] = []
    for item in block.items:
        box = isinstance(item, Field) and item.kind in BOXES
        if not found or box or block.style != "tick" or _is_lines(item) or _is_lines(found[-1][0]):
            found.append([])
        found[-1].append(item)
    return found


def _is_lines(item: Inline) -> bool:
    return isinstance(item, Field) and item.kind is FieldKind.LINES


def _leaf(item: Inline, line: _Line, look: Look) -> Leaf:
    """A text or a field from where the line has come to; a text that is wider than what is left of it wraps."""
    if isinstance(item, Field):
        made = answer(item, line.at, min(line.right, line.at + _wanted(item, look)), ruled=False)
        return made if item.kind in BOXES else replace(made, height=min(made.height, LINE))
    text = _said(item)
    if line.made and line.made[-1].field:
        text = (Stretch(_CLEAR), *text)
    end = min(line.right, line.at + _wanted(item, look))
    return Leaf(line.at, end, max(BOX_HEIGHT, texts.height(text, end - line.at, look)), look, texts.merged(text))


def _said(item: Inline) -> Text:
    return () if isinstance(item, Field) else texts.phrase_text(item, " / ")


def _wanted(item: Inline, look: Look) -> int:
    """How many units an item takes on one line."""
    if not isinstance(item, Field):
        return texts.width((Stretch(_CLEAR), *_said(item)), look) + _AFTER
    if item.kind in BOXES:
        return BOX
    return max(2, round(pixels(item.width) / UNIT)) if item.width else _LEAST


def _least(item: Inline, look: Look) -> int:
    """How many units an item needs at least, so as not to begin a line of its own."""
    return min(_wanted(item, look), _LEAST) if not isinstance(item, Field) else _wanted(item, look)
