"""Text, and room for it → how many lines it takes in Arial; millimetres ↔ pixels, in which Excel thinks (96 an inch)."""

from __future__ import annotations

import re
from math import ceil

PER_MM = 96 / 25.4  # pixels
PER_POINT = 96 / 72
CELL_PADDING = 5  # pixels that a cell leaves free left and right, together
BOLD = 1.09  # how much wider bold letters are, at the most
CAREFUL = 1.04  # programs and printers measure a trifle apart

# The widths of Arial's characters as shares of its size, rounded up; of any other character as those of wide ones.
_WIDTHS = {
    0.28: " !,./:;I[\\]ftijl'|ІіЇї",
    0.39: '()-`r{}"*гѓғ',
    0.44: "зткқ",
    0.52: "Jckscvxyzсухўұүэєчь^",
    0.56: "ҒГЗпявнң#$0123456789?L_abdeghnopquаеорё«»–ҰҮөәһий",
    0.61: "бцҚКдл+<=>~×FTZТъ",
    0.67: "УБЛЬ&ABEKPSVXYЁАВЕРХЧҺжД",
    0.73: "мИЙПЭыCDHNRUwНСЯҢ",
    0.79: "ЦюӘФGOQОӨЪ",
    0.84: "шфщMmМ",
    0.95: "Ы%ШЖЩW",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_WIDEST = 1.08
_PARTS = re.compile(r"[^ -]*(?:-+ *| +)|[^ -]+")  # of a line, after each of which it may end


def pixels(millimetres: float) -> int:
    """A length in whole pixels."""
    return round(millimetres * PER_MM)


def text_width(text: str, points: float, *, bold: bool = False) -> float:
    """About how wide a text is on one line, in pixels; rather too wide than too narrow."""
    width = sum(_WIDTH.get(sign, _WIDEST) for sign in text) * points * PER_POINT
    return width * (BOLD if bold else 1.0) * CAREFUL


def line_height(points: float) -> int:
    """From one line to the next, in pixels, as Excel draws it on a screen, where it needs most."""
    return ceil(points * 1.65)


def lines(text: str, room: float, points: float, *, bold: bool = False) -> int:
    """How many lines a text takes that is as wide as `room` (pixels); words that are too long for a line are broken."""
    return sum(_wrapped(part, max(room, 1.0), points, bold=bold) for part in text.split("\n"))


def _wrapped(text: str, room: float, points: float, *, bold: bool) -> int:
    count, used = 1, 0.0
    for word in _PARTS.findall(text):
        space = text_width(" ", points, bold=bold) if word.endswith(" ") else 0.0
        width = text_width(word.rstrip(" "), points, bold=bold)
        if used and used + width > room:
            count, used = count + 1, 0.0
        broken = max(1, ceil(width / room))
        count, used = count + broken - 1, used + width - (broken - 1) * room + space
    return count
