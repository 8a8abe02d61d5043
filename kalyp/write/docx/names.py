"""Field name → bookmark names that Word allows → the same field name; anchor → the name of its bookmark.

LibreOffice up to 7.4 drops the tags of content controls and keeps bookmarks, so each control stands in bookmarks that say
its name. Word allows ASCII letters, digits and underscores, 40 characters, and doesn't tell capitals from small letters.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

LIMIT = 40
_ESCAPES = {"_": "__", ".": "_p", "-": "_d", ":": "_v"}
_SIGNS = {code: sign for sign, code in _ESCAPES.items()}
_CODES = re.compile(r"_c([a-z])|_x([0-9a-f]+)_|(_[_pdv])|([a-z0-9])")
_SHORT = re.compile(r"F_([a-z0-9_]+)", re.IGNORECASE)
_PART = re.compile(r"F(\d+)_(\d+)_(\d+)_([a-z0-9_]+)", re.IGNORECASE)  # control, part, parts, code


def encode(name: str) -> str:
    """A name in small ASCII letters, digits and underscores; `decode` gives the name again."""
    return "".join(_encoded(sign) for sign in name)


def decode(code: str) -> str:
    """The name that `encode` wrote as `code`. Raises ValueError for what `encode` never writes."""
    found, end = [], 0
    for match in _CODES.finditer(code):
        if match.start() != end:
            break
        capital, number, escape, plain = match.groups()
        found.append(plain or (capital and capital.upper()) or (escape and _SIGNS[escape]) or chr(int(number, 16)))
        end = match.end()
    if end != len(code):
        raise ValueError(code)
    return "".join(found)


def bookmarks(name: str, number: int) -> tuple[str, ...]:
    """The bookmarks to put around the control of a field: `F_<name>`, or parts of a name too long for one.

    `number` is the control's own in its document; it keeps the parts of names that begin alike apart:
    `F12_1_2_<part>` is the first of two of control 12.
    """
    code = encode(name)
    if len(code) <= LIMIT - len("F_"):
        return (f"F_{code}",)
    size = LIMIT - len(f"F{number}_00_00_")
    parts = [code[start : start + size] for start in range(0, len(code), size)]
    return tuple(f"F{number}_{position}_{len(parts)}_{part}" for position, part in enumerate(parts, 1))


def anchor(name: str) -> str:
    """The bookmark of an anchor, as long as Word allows."""
    code = encode(name)
    if len(code) <= LIMIT - len("H_"):
        return f"H_{code}"
    return f"H_{code[:26]}_{hashlib.sha256(code.encode()).hexdigest()[:10]}"


def field_name(open_bookmarks: Sequence[str]) -> str | None:
    """The field at a place in the document from the bookmarks that are open there, in the order of their beginnings.

    Of nested ones the innermost counts; other people's bookmarks count for nothing, nor do parts whose others are not open.
    None: no field here.
    """
    for bookmark in reversed(open_bookmarks):
        code = _code(bookmark, open_bookmarks)
        try:
            if code:
                return decode(code)
        except ValueError:
            continue
    return None


def _code(bookmark: str, open_bookmarks: Sequence[str]) -> str:
    if short := _SHORT.fullmatch(bookmark):
        return short[1].lower()
    part = _PART.fullmatch(bookmark)
    if part is None:
        return ""
    every = {int(match[2]): match for other in open_bookmarks if (match := _PART.fullmatch(other)) and match[1] == part[1]}
    whole = sorted(every) == list(range(1, int(part[3]) + 1))
    return "".join(every[position][4] for position in sorted(every)).lower() if whole else ""


def _encoded(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isascii() and sign.isalnum():
        return sign if sign == sign.lower() else f"_c{sign.lower()}"
    return f"_x{ord(sign):x}_"
