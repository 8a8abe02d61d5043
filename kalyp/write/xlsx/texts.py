"""Phrases of the core → the text of a cell in its styles, and how wide and high that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import ceil

from kalyp.model.core import Phrase, Wording
from kalyp.write.xlsx.grid import INDENT, LEADING, Stretch
from kalyp.write.xlsx.measure import CELL_PADDING, line_height, lines, text_width
from kalyp.write.xlsx.pieces import UNIT
from kalyp.write.xlsx.styles import Look

NEW_LINE = "\n"
Cuts = Callable[[str, str], Sequence[int]]  # language, word → where a hyphen may come
Text = tuple[Stretch, ...]

_WORD = re.compile(r"[^\W\d_]{6,}")


def no_cuts(_language: str, _word: str) -> Sequence[int]:
    """Words are never cut."""
    return ()


def literal(text: str) -> Text:
    """A text without styles."""
    return (Stretch(text),) if text else ()


def phrase_text(phrase: Phrase, between: str = NEW_LINE) -> Text:
    """All wordings of a phrase; `between` stands between two. The second one is set in italic."""
    made: list[Stretch] = []
    for position, wording in enumerate(phrase.wordings):
        if position:
            made.append(Stretch(between))
        made += wording_text(wording, second=position > 0)
    return tuple(made)


def wording_text(wording: Wording, *, second: bool) -> Text:
    """One wording. In the second language's italic, what is stressed by italic stands upright."""
    return tuple(Stretch(run.text, run.bold, run.italic != second) for run in wording.runs if run.text)


def joined(texts: Iterable[Text], between: str = NEW_LINE) -> Text:
    """Texts one after the other."""
    made: list[Stretch] = []
    for text in texts:
        if made and text:
            made.append(Stretch(between))
        made += text
    return tuple(made)


def merged(text: Text) -> Text:
    """The same text, in which neighbours of one style are one."""
    found = groupby(text, key=lambda part: (part.bold, part.italic))
    return tuple(Stretch("".join(part.text for part in parts), *style) for style, parts in found)


def plain(text: Text) -> str:
    """A text without its styles."""
    return "".join(part.text for part in text)


def is_bold(text: Text, look: Look) -> bool:
    """Whether a text has to be measured as bold: where half of it is."""
    return look.bold or 2 * sum(len(part.text) for part in text if part.bold) > len(plain(text))


def width(text: Text, look: Look) -> int:
    """How many units a text takes on one line, with what a cell leaves free; an even number, for fewer columns of the sheet."""
    wide = text_width(plain(text), look.points, bold=is_bold(text, look)) + CELL_PADDING + look.indent * INDENT
    return 2 * ceil(wide / UNIT / 2)


def height(text: Text, units: int, look: Look) -> int:
    """How many pixels a text takes in a cell of so many units."""
    if look.turned:
        return _turned(text, units, look)
    count = (
        lines(plain(text), units * UNIT - CELL_PADDING - look.indent * INDENT, look.points, bold=is_bold(text, look))
        if plain(text)
        else 1
    )
    return count * line_height(look.points) + LEADING


def _turned(text: Text, units: int, look: Look) -> int:
    """How high a cell is for text set bottom-up: as the text is long, or less where the column takes several lines."""
    bold = is_bold(text, look)
    most = max(1, (units * UNIT) // line_height(look.points))
    whole = ceil(text_width(plain(text), look.points, bold=bold)) + 2 * CELL_PADDING
    for room in range(_SHORTEST, whole, 5):
        if lines(plain(text), room, look.points, bold=bold) <= most and _fits(text, room, look, bold=bold):
            return room + CELL_PADDING
    return whole


_SHORTEST = 80  # pixels of text set bottom-up, unless it is shorter


def _fits(text: Text, room: float, look: Look, *, bold: bool) -> bool:
    """Whether no word is longer than a line."""
    return all(text_width(word, look.points, bold=bold) <= room for word in plain(text).split())


def cut(text: Text, language: str, units: int, look: Look, cuts: Cuts) -> Text:
    """The text with hyphens in words that are wider than a cell of so many units: Excel would break them anywhere."""
    room = units * UNIT - CELL_PADDING

    def broken(word: str, *, bold: bool) -> str:
        if text_width(word, look.points, bold=bold) <= room:
            return word
        edges = [0, *cuts(language, word), len(word)]
        made = [""]
        for start, end in pairwise(edges):
            part = word[start:end]
            if made[-1] and text_width(f"{made[-1]}{part}-", look.points, bold=bold) > room:
                made.append("")
            made[-1] += part
        return f"-{NEW_LINE}".join(made)

    return tuple(
        replace(part, text=_WORD.sub(lambda word, bold=part.bold or look.bold: broken(word[0], bold=bold), part.text))  # type: ignore[misc]
        for part in text
    )
