"""Texts: each language there, none empty, no stray spaces or markup, no language copied into another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kalyp.model import files
from kalyp.model.base import SAME, Text, parts
from kalyp.model.inline import plain
from kalyp.model.project import Project
from kalyp.problems import Code, Place, Problems

COPIED_WORDS = 5  # so many words are never the same in two languages by chance
SENTENCE_WORDS = 4  # shorter texts may end in the point of an abbreviation
_ODD_SPACES = r"[\t-\r\x1c-\x1f\x85\u00ad\u200b\u2028\u2029\ufeff]"  # line breaks, tabs, and what can't be seen
_SPACES = re.compile(rf"^\s|\s$|\s\s|{_ODD_SPACES}|\s[,;:!?](?!\))")
_ENDS = {".": ".", "!": ".", "?": "?", ":": ":", "…": "."}


def texts(project: Project) -> Iterator[Text]:
    """Every text of the project."""
    for _, item in project.items():
        for part, _ in parts(item):
            if isinstance(part, Text):
                yield part


def check_texts(project: Project, problems: Problems) -> None:
    """Check every text of the project."""
    readable = files.LANGUAGES not in project.unread  # else nobody knows which languages there are
    for text in texts(project):
        if readable:
            _check_languages(text, project, problems)
        for language, words in text.root.items():
            if words and words.strip():
                _check_form(words, text.place_of(language), problems)
        _check_copies(text, problems)
        _check_ends(text, problems)


def _check_languages(text: Text, project: Project, problems: Problems) -> None:
    if list(text.root) == [SAME] and not any(sign.isalpha() for sign in text[SAME]):
        if not text[SAME].strip():
            problems.add(Code.TEXT_EMPTY, text.place_of(SAME), language=SAME)
        return
    for language in project.languages:
        if language not in text.root:
            problems.add(Code.TEXT_MISSING, text.place, language=language)
        elif not text[language].strip():
            problems.add(Code.TEXT_EMPTY, text.place_of(language), language=language)
    for language in text.root:
        if language not in project.languages:
            known = ", ".join(project.languages)
            problems.add(Code.LANGUAGE_UNKNOWN, text.place_of(language), language=language, known=known)


def _check_form(words: str, place: Place, problems: Problems) -> None:
    if match := _SPACES.search(words):
        around = words[max(0, match.start() - 12) : match.end() + 12]
        problems.add(Code.TEXT_SPACE, place, around=around)
    shown = plain(words)
    if "*" in shown or "_" in shown.replace("__", ""):
        problems.add(Code.TEXT_MARKUP, place, found=next(sign for sign in "*_" if sign in shown))


def _check_copies(text: Text, problems: Problems) -> None:
    seen: dict[str, str] = {}
    for language, words in text.root.items():
        if words and len(words.split()) >= COPIED_WORDS:
            if words in seen:
                problems.add(Code.TEXT_SAME, text.place_of(language), language=language, other=seen[words])
            seen.setdefault(words, language)


def _check_ends(text: Text, problems: Problems) -> None:
    """All languages end alike: with a full stop, a question mark, a colon, or none of them."""
    ends = {language: _end(words) for language, words in text.root.items() if words and words.strip()}
    sentence = all(len(words.split()) >= SENTENCE_WORDS for words in text.root.values() if words)
    if sentence and len(set(ends.values())) > 1:
        shown = ", ".join(f'{language} "{end}"' if end else f"{language} –" for language, end in ends.items())
        problems.add(Code.TEXT_END, text.place, ends=shown)


def _end(words: str) -> str:
    return _ENDS.get(plain(words).rstrip('»”") ')[-1:], "")
