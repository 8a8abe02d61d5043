"""Names as people write them: whether two are the same, whether they may be, and in which order they stand."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

NEAR = 0.9  # of 1: one letter in ten differs

_DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_NUMBERED = re.compile(r" \(\d+\)$")  # "Name (2)": how the second of one name stands in a workbook
# The letters of our languages in one order, which is that of each of them; by their code points ң and ө come after я.
_PLAIN = str.maketrans("ёңөүұқғһәі", "еноуукгхаи")  # what keyboards without our letters make of them
_ORDER = {letter: place for place, letter in enumerate("аәбвгғдеёжзиійкқлмнңоөпрстуұүфхһцчшщъыьэюя")}


def alike(text: str) -> str:
    """What two texts have in common that differ only in capitals, spaces, dots, dashes and how their letters are encoded."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")  # not to be seen
    return " ".join(_DASH.sub("-", seen).replace(".", " ").casefold().split())


def numbered(name: str, number: int) -> str:
    """How the second, third … of one name are told apart."""
    return name if number == 1 else f"{name} ({number})"


def unnumbered(name: str) -> str:
    """The name without the number that tells it from others."""
    return _NUMBERED.sub("", name)


def by_alphabet(name: str) -> tuple[tuple[int, str], ...]:
    """The key that sorts names as lists of our languages do; what is no letter of theirs comes first."""
    return tuple((_ORDER.get(sign, -1), sign) for sign in alike(name))


def similar(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be one person's: a slip of the pen, letters of another keyboard, another order, initials."""
    words = {name: tuple(alike(name).translate(_PLAIN).replace("-", " ").split()) for name in dict.fromkeys(names)}
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)  # only who shares something is compared: it takes long
    for name, parts in words.items():
        rest = (tuple(sorted(parts[:place] + parts[place + 1 :])) for place in range(len(parts)))
        for part in {parts[:1], tuple(sorted(part[0] for part in parts)), *rest} - {()}:
            shared[part].append(name)
    pairs = {pair for found in shared.values() for pair in combinations(found, 2)}
    place = {name: number for number, name in enumerate(words)}
    for one, other in sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])):
        if _short(words[one], words[other]) or _near(words[one], words[other]):
            yield one, other


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if any(len(word) == 1 for word in {*one} ^ {*other}):  # other initials
        return False
    matcher = SequenceMatcher(None, " ".join(sorted(one)), " ".join(sorted(other)), autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _short(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one is the other with words left out at its end or cut to a letter; the first word is the same in both."""
    few, many = sorted((one, other), key=len)
    rest = zip(few[1:], many[1:], strict=False)
    return few[:1] == many[:1] and all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in rest)
