"""Fonts → the widths of words; a phrase and a room → lines that fit in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

from kalyp.model.core import Phrase, Wording
from kalyp.write.fonts import Fonts

MM = 25.4 / 72  # a point
LEADING = 1.22  # from line to line, in sizes of the font
ASCENT = 0.95  # of the first line, from its top to its base, so that capitals stand in the middle of their room
HYPHEN = "-"

Cuts = Callable[[str, str], Sequence[int]]  # language, word → where a hyphen may come


def no_cuts(_language: str, _word: str) -> Sequence[int]:
    """Words are never hyphenated."""
    return ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Word = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one language: its pieces, its width in mm, and the size of its letters in points."""

    pieces: tuple[Piece, ...]
    width: float
    points: float
    language: str

    @property
    def height(self) -> float:
        """From this line's top to the next one's, in mm."""
        return self.points * MM * LEADING


@dataclass(frozen=True, slots=True)
class Face:
    """The widths of the characters of a font, as shares of its size."""

    widths: dict[int, float]
    other: float

    def width(self, text: str) -> float:
        """The width of text without kerning, which makes it a trifle more than it will take."""
        return sum(self.widths.get(ord(sign), self.other) for sign in text)


class Metrics:
    """Measures and wraps text in the fonts of pages. Made once for many figures; reads a font when it is first asked for."""

    def __init__(self, fonts: Fonts, cuts: Cuts = no_cuts) -> None:
        self.fonts = fonts
        self._files = {(font.weight == "bold", font.style == "italic"): font.path for font in fonts.page}
        self._cuts = cuts

    @property
    def family(self) -> str:
        """The family that the pages are set in."""
        return self.fonts.page[0].family

    def width(self, pieces: Sequence[Piece], points: float) -> float:
        """The width of pieces one after the other, in mm."""
        shares = (_face(self._files[piece.bold, piece.italic]).width(piece.text) for piece in pieces)
        return sum(shares) * points * MM

    def wrapped(self, phrase: Phrase, room: float, sizes: tuple[float, float]) -> tuple[Line, ...]:
        """All wordings of a phrase in lines no wider than `room` (mm), the second wording in italic.

        `sizes`: the points of the first wording and of those below. Lines of a wording are about equally long. A word that
        is too wide and that nothing can cut stands out.
        """
        lines: list[Line] = []
        for position, wording in enumerate(phrase.wordings):
            points = sizes[min(position, 1)]
            words = list(_words(wording, second=position > 0))
            pieces = self._balanced(words, wording.language, room, points)
            lines += (Line(each, self.width(each, points), points, wording.language) for each in pieces)
        return tuple(lines)

    def _balanced(self, words: list[Word], language: str, room: float, points: float) -> list[Word]:
        """Lines in the narrowest room that takes no more of them."""
        lines = self._broken(words, language, room, points)
        widest = max((self.width(word, points) for word in words), default=0.0)
        low, high = min(widest, room), room
        while len(lines) > 1 and widest <= room and high - low > 0.5:
            middle = (low + high) / 2
            narrower = self._broken(words, language, middle, points)
            if len(narrower) <= len(lines):
                lines, high = narrower, middle
            else:
                low = middle
        return lines

    def _broken(self, words: list[Word], language: str, room: float, points: float) -> list[Word]:
        lines: list[Word] = []
        for word in words:
            if lines and self.width(_joined(lines[-1], word), points) <= room:
                lines[-1] = _joined(lines[-1], word)
                continue
            *full, rest = self._hyphened(word, language, room, points)
            lines += [*full, rest]
        return lines

    def _hyphened(self, word: Word, language: str, room: float, points: float) -> list[Word]:
        """A word in as few parts as fit into the room, or whole if it fits or can't be cut."""
        if len(word) != 1 or self.width(word, points) <= room:
            return [word]
        piece = word[0]
        edges = [0, *self._cuts(language, piece.text), len(piece.text)]
        parts: list[str] = []
        for start, end in pairwise(edges):
            longer = (parts[-1] if parts else "") + piece.text[start:end]
            mark = HYPHEN if end < len(piece.text) else ""
            if parts and self.width((replace(piece, text=longer + mark),), points) <= room:
                parts[-1] = longer
            else:
                parts.append(piece.text[start:end])
        marked = [part + HYPHEN for part in parts[:-1]] + parts[-1:]
        return [(replace(piece, text=part),) for part in marked]


@lru_cache(maxsize=8)
def _face(path: Path) -> Face:
    """The widths in a font file."""
    with TTFont(path, lazy=True) as font:
        size, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        widths = {code: advances[glyph][0] / size for code, glyph in font.getBestCmap().items()}
        return Face(widths, advances[".notdef"][0] / size)


def _words(wording: Wording, *, second: bool) -> Iterator[Word]:
    """The words of a wording with their styles; in the second language's italic, what is stressed stands upright."""
    signs = [(sign, run.bold, run.italic != second) for run in wording.runs for sign in run.text]
    for blank, word in groupby(signs, key=lambda sign: sign[0] == " "):
        if not blank:
            yield tuple(
                Piece("".join(sign for sign, _, _ in group), *style) for style, group in groupby(word, key=lambda sign: sign[1:])
            )


def _joined(line: Word, word: Word) -> Word:
    """A line with one more word; pieces of one style become one."""
    last, first = line[-1], word[0]
    if (last.bold, last.italic) == (first.bold, first.italic):
        return (*line[:-1], replace(last, text=f"{last.text} {first.text}"), *word[1:])
    return (*line[:-1], replace(last, text=f"{last.text} "), *word)
