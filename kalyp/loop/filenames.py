"""Names of people → names of files, safe on any system and unlike each other."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping

MOST = 60  # characters: with the folder's path within the 260 of old Windows, and in UTF-8 within the 255 bytes of others
_REFUSED = '<>:"/\\|?*'  # by Windows; some of them by others, too
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")}


def safe(name: str) -> str:
    """A name as a part of a file's name on any system: no separators, signs that Windows refuses, dots or spaces at its ends.

    Letters stay as they are, composed. "" where nothing is left of it.
    """
    plain = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", name))
    kept = "".join("-" if letter in _REFUSED else letter for letter in plain if unicodedata.category(letter)[0] != "C")
    cut = " ".join(kept.split())[:MOST].strip(" .-")
    return f"{cut}-" if cut.partition(".")[0].rstrip().casefold() in _DEVICES else cut


def file_names(people: Mapping[int, str]) -> dict[int, str]:
    """For each person (number on the staff sheet → name) a name for a file, unlike the others on any system.

    People of one name have their numbers, too, and so has who has no name that a file can have.
    """
    names = {number: safe(name) for number, name in people.items()}
    many = Counter(name.casefold() for name in names.values())
    found: dict[int, str] = {}
    taken = {name for name, times in many.items() if times == 1 and name}
    for number, name in names.items():
        if not name or many[name.casefold()] > 1:
            name = f"{name} ({number})".strip()
            while name.casefold() in taken:
                name += "-"
            taken.add(name.casefold())
        found[number] = name
    return found
