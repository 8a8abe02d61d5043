"""Phrase → runs, each in its language; the second wording of an edition of two languages in italic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from kalyp.model.core import Phrase, Wording
from kalyp.write.docx.names import anchor
from kalyp.write.docx.xml import Element, run, w

NEW_LINE = "\n"
SLASH = " / "
NO_BREAK = "\u00a0"
SOFT_HYPHEN = "\u00ad"
NO_BREAK_HYPHEN = "\u2011"
ARIAL_EM = 0.6  # a Cyrillic letter of Arial takes that much of the font size at the most, on average
_WORD = re.compile(r"[^\W\d_]+")
_HUNG = re.compile(r"(?<=\d)-(?=[^\W\d_])")  # a hyphen between a number and the letters that hang on it


Change = Callable[[str, str], str]  # language, text → the text to show
Cuts = Callable[[str, str], Sequence[int]]  # language, word → where a hyphen may come


def same(_: str, text: str) -> str:
    """The text as it is."""
    return text


def unbroken(_: str, text: str) -> str:
    """The text with spaces that hold it on one line."""
    return text.replace(" ", NO_BREAK)


def held(text: str) -> str:
    """The text with hyphens that hold letters to their number (`2.1-form`)."""
    return _HUNG.sub(NO_BREAK_HYPHEN, text)


def hyphened(cuts: Cuts, room: float, points: float) -> Change:
    """Soft hyphens for the words that are wider than the room (mm): Word knows no rules for most of our languages."""

    def cut(code: str, word: str) -> str:
        if text_width(word, points) <= room:
            return word
        edges = [0, *cuts(code, word), len(word)]
        return SOFT_HYPHEN.join(word[start:end] for start, end in pairwise(edges))

    return lambda code, text: _WORD.sub(lambda found: cut(code, found[0]), text)


def language(code: str) -> Element:
    """What language a run is in, for spelling and for reading aloud."""
    return w("lang", val=code)


def phrase_runs(phrase: Phrase, between: str = NEW_LINE, change: Change = same) -> list[Element]:
    """All wordings of a phrase; `between` stands between two. `change` gives the text to show for a language and a text."""
    runs = []
    for position, wording in enumerate(phrase.wordings):
        if position:
            runs.append(run(between))
        runs += wording_runs(wording, second=position > 0, change=change)
    return runs


def wording_runs(wording: Wording, *, second: bool, change: Change = same) -> list[Element]:
    """The runs of one wording, those that lead somewhere in their link. In the second language's italic, what is stressed by
    italic stands upright.
    """
    found: list[Element] = []
    for link, parts in groupby(wording.runs, key=lambda part: part.link):
        runs = []
        for part in parts:
            properties = [w("b")] if part.bold else []
            if part.italic != second:
                properties.append(w("i"))
            runs.append(run(held(change(wording.language, part.text)), *properties, language(wording.language)))
        found += [linked(link, runs)] if link else runs
    return found


def linked(target: str, runs: Sequence[Element]) -> Element:
    """Runs as a link to an anchor of the same document."""
    return w("hyperlink", *runs, anchor=anchor(target), history=1)


def unlinked(phrase: Phrase) -> Phrase:
    """The phrase without its links, for where it is part of a link itself."""
    wordings = (replace(each, runs=tuple(replace(part, link="") for part in each.runs)) for each in phrase.wordings)
    return Phrase(tuple(wordings))


def shortened(text: str, limit: int) -> str:
    """Text of `limit` characters at the most, for places that Word limits."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def text_width(text: str, points: float) -> float:
    """A careful guess at the width of text in mm, for Arial of a size in points."""
    return len(text) * points * ARIAL_EM * 25.4 / 72
