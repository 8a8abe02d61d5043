"""A language's hyphenation file → the places where its words may be cut, for `hyphens: auto` in CSS.

The rules of a language are data: one file `<language>.yaml` that says which letters are vowels, consonants and signs, which
vowels are written double, which letter changes sides, and how the words are cut that the rules do not cut well. The rules
themselves are those that Turkic languages in Cyrillic letters share: cut between syllables, one consonant goes with the
vowel after it, a sign stays with the letter before it, and a vowel alone is neither left behind nor carried over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import pyphen
import yaml

KEYS: Final = ("alphabet", "vowels", "consonants", "signs", "long_vowels", "semivowels", "exceptions")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Division:
    """One entry of `exceptions`: the letters of a word or of a part of it, and where exactly these are cut.

    `ending`: written with a hyphen in front: letters may go before it, and there is a cut between (position 0).
    `beginning`: written with a star behind: letters may follow; from its last vowel on the rules decide again.
    """

    letters: str
    cuts: tuple[int, ...]
    ending: bool
    beginning: bool

    def find(self, word: str) -> int:
        """Where in the lower-case word the entry stands, -1 if it does not."""
        if not self.ending:
            return 0 if word == self.letters or (self.beginning and word.startswith(self.letters)) else -1
        if self.beginning:
            return word.find(self.letters)
        return len(word) - len(self.letters) if word.endswith(self.letters) else -1


@dataclass(frozen=True, slots=True)
class Rules:
    """How one language is hyphenated; letters are lower-case, `exceptions` are the longest first."""

    vowels: frozenset[str]
    consonants: frozenset[str]
    signs: frozenset[str]
    long_vowels: frozenset[str] = frozenset()
    semivowels: frozenset[str] = frozenset()
    exceptions: tuple[Division, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Rules:
        """Read and check a hyphenation file; a slip in it is a ValueError that names the file and the key."""
        try:
            raw = yaml.safe_load(unicodedata.normalize("NFC", path.read_text("utf-8")))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ValueError(f"{path}: not readable as YAML: {error}") from error
        if not isinstance(raw, dict):
            raise ValueError(f"{path}: has to consist of the keys {', '.join(KEYS)}")
        try:
            return _rules(raw)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error

    @property
    def alphabet(self) -> frozenset[str]:
        """All letters of the language."""
        return self.vowels | self.consonants | self.signs

    def nuclei(self, word: str) -> list[tuple[int, int]]:
        """Start and end of the vowel of each syllable of a lower-case word; a long vowel is one."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(word):
            end = at + (2 if word[at : at + 2] in self.long_vowels else 1)
            # A semivowel right after a vowel is a consonant. So it is at the start of a word before a vowel, but that
            # makes no difference: no letter is cut off alone.
            consonant = word[at] in self.semivowels and bool(found) and found[-1][1] == at
            if word[at] in self.vowels and not consonant:
                found.append((at, end))
                at = end
            else:
                at += 1
        return found


class Hyphenator:
    """Cuts the words of one language."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._alphabet = rules.alphabet

    def positions(self, word: str) -> list[int]:
        """The places where the word may be cut: `n` stands for a cut before `word[n]`.

        Quotes and punctuation around or within the word do not count; the parts of a hyphenated word are cut one by one. A
        word with a digit, with a letter of another alphabet or with a capital inside is left whole; one all in capitals
        is cut.
        """
        if any(self._is_foreign(character) for character in word):
            return []
        parts = list(_LETTERS.finditer(word))
        if any(not (part[0].islower() or part[0].isupper() or part[0].istitle()) for part in parts):
            return []
        return [part.start() + cut for part in parts for cut in self._cuts(part[0].lower())]

    def _is_foreign(self, character: str) -> bool:
        """A digit, a letter of another alphabet, or an accent that stands by itself after its letter."""
        counts = character.isalnum() or unicodedata.category(character).startswith("M")
        return counts and character.lower() not in self._alphabet

    def _cuts(self, word: str) -> list[int]:
        """The cuts of a lower-case word of nothing but letters; never one letter alone at either end."""
        nuclei = self._rules.nuclei(word)
        cuts = self._by_syllable(word, nuclei)
        for entry in self._rules.exceptions:
            at = entry.find(word)
            before = [start for start, _ in nuclei if start < at]
            if at == 0 or (at > 0 and before):  # letters before it without a vowel can't be cut off
                cuts = self._by_entry(entry, at, before, nuclei, cuts)
                break
        return [cut for cut in cuts if 2 <= cut <= len(word) - 2]

    def _by_syllable(self, word: str, nuclei: list[tuple[int, int]]) -> list[int]:
        """Between two vowels: before the last consonant, or behind a sign that ends the consonants."""
        cuts = []
        for (_, end), (start, _) in pairwise(nuclei):
            none_or_sign = end == start or word[start - 1] in self._rules.signs
            cuts.append(start if none_or_sign else start - 1)
        # A syllable of a vowel alone, even a long one, stays with its neighbour at both ends of the word.
        if cuts and nuclei[-1] == (cuts[-1], len(word)):
            cuts.pop()
        if cuts and nuclei[0] == (0, cuts[0]):
            cuts.pop(0)
        return cuts

    @staticmethod
    def _by_entry(entry: Division, at: int, before: list[int], nuclei: list[tuple[int, int]], cuts: list[int]) -> list[int]:
        """The entry decides from the vowel before it to its own last vowel, or to the word's end; the rules elsewhere.

        So each piece keeps its vowel, and an ending takes over the last consonant of its stem as the rules want it.
        """
        low = before[-1] if before else 0
        inside = [start for start, _ in nuclei if at <= start < at + len(entry.letters)]
        high = inside[-1] if entry.beginning and inside else nuclei[-1][0]
        own = [at + cut for cut in entry.cuts]
        return [cut for cut in cuts if cut <= low] + own + [cut for cut in cuts if cut > high]


class PyphenDictionary:
    """A hyphenator in the shape of Pyphen's `HyphDict`, as far as Pyphen uses it."""

    def __init__(self, hyphenator: Hyphenator) -> None:
        self._hyphenator = hyphenator
        self._known: dict[str, list[pyphen.DataInt]] = {}

    def positions(self, word: str) -> list[pyphen.DataInt]:
        """The cuts of the word as Pyphen's numbers, which could also carry a change of letters: ours never do."""
        if word not in self._known:
            self._known[word] = [pyphen.DataInt(cut) for cut in self._hyphenator.positions(word)]
        return self._known[word]


def register(folder: Path) -> list[str]:
    """Make `hyphens: auto` work in this process for each `<language>.yaml` in the folder; returns the languages.

    Each worker process has to call it. A file is named as in `lang`, with a hyphen before its script or country. A language
    that Pyphen knows, too, is cut by our file from then on. Registering again reads what was changed. Raises ValueError as
    `Rules.read` does; then no language of the folder is registered.

    WeasyPrint asks Pyphen for a dictionary by language, and Pyphen builds one from a file of patterns only. Our rules are no
    patterns (long vowels and semivowels would take thousands of them), so we put our own object where Pyphen keeps
    the dictionaries that it has read, under the path that the language is registered with: it never opens that file.
    """
    read = {path: _read(path, path.stat().st_mtime_ns) for path in sorted(folder.resolve().glob("*.yaml"))}
    languages = []
    for path, rules in read.items():
        language = path.stem.replace("-", "_")  # as Pyphen writes a language with its country or script
        pyphen.hdcache[path] = rules
        pyphen.LANGUAGES[language] = path
        pyphen.LANGUAGES_LOWERCASE[language.lower()] = language
        languages.append(language)
    return languages


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> PyphenDictionary:
    """What a file says since it was `changed`."""
    return PyphenDictionary(Hyphenator(Rules.read(path)))


def positions(language: str, word: str) -> list[int]:
    """Where a word may be cut: by our rules once they are registered, or Pyphen's own; nowhere in an unknown language."""
    known = pyphen.language_fallback(language)
    return [int(cut) for cut in pyphen.Pyphen(lang=known).positions(word)] if known else []


def _rules(raw: Mapping[object, object]) -> Rules:
    """Checked rules out of the file's keys; a ValueError names the key."""
    for key in raw:
        if key not in KEYS:
            raise ValueError(f"{key}: no such key; the keys are {', '.join(KEYS)}")
    for key in KEYS:
        if key not in raw:
            raise ValueError(f"{key}: this key is missing")
    letters = {key: _items(raw, key, size=2 if key == "long_vowels" else 1) for key in KEYS[:-1]}
    for key in ("alphabet", "vowels", "consonants"):
        if not letters[key]:
            raise ValueError(f"{key}: has no letters")
    _check_groups(letters)
    sets = {key: frozenset(letters[key]) for key in letters}
    rules = Rules(sets["vowels"], sets["consonants"], sets["signs"], sets["long_vowels"], sets["semivowels"])
    return replace(rules, exceptions=_exceptions(raw, rules))  # which need the rules to be checked


def _items(raw: Mapping[object, object], key: str, size: int) -> list[str]:
    """The letters (or pairs of letters) of a key, written with spaces between them."""
    value = raw[key] if raw[key] is not None else ""
    if not isinstance(value, str):
        raise ValueError(f"{key}: has to be letters with spaces between them")
    items = value.split()
    for item in items:
        if len(item) != size or not item.isalpha() or not item.islower():
            raise ValueError(f"{key}: '{item}' is not {size} small letter(s); letters need spaces between them")
        if items.count(item) > 1:
            raise ValueError(f"{key}: '{item}' stands there twice")
    return items


def _check_groups(letters: Mapping[str, list[str]]) -> None:
    """Each letter of the alphabet is a vowel, a consonant or a sign; long vowels and semivowels are vowels."""
    groups = ("vowels", "consonants", "signs")
    for letter in letters["alphabet"]:
        holding = [group for group in groups if letter in letters[group]]
        if len(holding) != 1:
            said = f"stands in {' and '.join(holding)}" if holding else f"is missing in {', '.join(groups)}"
            raise ValueError(f"{holding[-1] if holding else 'alphabet'}: '{letter}' {said}; it has to stand in one")
    for key, allowed in (*((group, "alphabet") for group in groups), ("long_vowels", "vowels"), ("semivowels", "vowels")):
        for item in letters[key]:
            if not set(item) <= set(letters[allowed]):
                raise ValueError(f"{key}: '{item}' is not in {allowed}")


def _exceptions(raw: Mapping[object, object], rules: Rules) -> tuple[Division, ...]:
    """The checked entries and their tails, the longest first; those of one length in alphabetical order."""
    entries = raw["exceptions"] if raw["exceptions"] is not None else []
    if not isinstance(entries, list):
        raise ValueError("exceptions: has to be a list, one word a line, each after '- '")
    found: dict[tuple[str, bool], Division] = {}
    for entry in entries:
        try:
            division = _division(entry, rules)
        except ValueError as error:
            raise ValueError(f"exceptions: '{entry}': {error}") from error
        if (division.letters, division.ending) in found:
            raise ValueError(f"exceptions: '{entry}': this word stands there twice")
        found[division.letters, division.ending] = division
    for division in list(found.values()):
        for tail in _tails(division):
            found.setdefault((tail.letters, tail.ending), tail)
    return tuple(sorted(found.values(), key=lambda one: (-len(one.letters), one.letters, one.ending)))


def _tails(division: Division) -> Iterable[Division]:
    """What is left of an entry after each of its cuts, as far as it has a cut itself.

    WeasyPrint hyphenates the rest of a word that it has cut as if it were a word, when the next line is narrow, too.
    """
    for cut in division.cuts:
        cuts = tuple(later - cut for later in division.cuts if later > cut)
        if cuts:
            yield Division(division.letters[cut:], cuts, ending=False, beginning=division.beginning)


def _division(entry: object, rules: Rules) -> Division:
    """One entry: pieces joined by hyphens, a hyphen in front for an ending, a star behind if letters may follow."""
    if not isinstance(entry, str):
        raise ValueError("has to be a word")
    text = entry.lower()
    ending, beginning = text.startswith("-"), text.endswith("*")
    pieces = text.removeprefix("-").removesuffix("*").split("-")
    letters = "".join(pieces)
    for letter in letters:
        if letter not in rules.alphabet:
            raise ValueError(f"'{letter}' is not in alphabet")
    ends = [*accumulate(len(piece) for piece in pieces)]
    cuts = ([0] if ending else []) + ends[:-1]
    _check_pieces(pieces, letters, rules)
    if (not ending and len(pieces[0]) < 2) or (not beginning and len(pieces[-1]) < 2):
        raise ValueError("one letter alone can't be cut off at the beginning or the end of a word")
    return Division(letters, tuple(cuts), ending, beginning)


def _check_pieces(pieces: Iterable[str], letters: str, rules: Rules) -> None:
    """Each piece of an entry holds the vowel of a syllable, seen in the whole word."""
    starts = [start for start, _ in rules.nuclei(letters)]
    at = 0
    for piece in pieces:
        if not any(at <= start < at + len(piece) for start in starts):
            raise ValueError(f"the piece '{piece}' has no vowel")
        at += len(piece)
