"""Terms: the words that the glossary says to avoid don't stand in any text."""

from __future__ import annotations

import re

from kalyp.check.texts import texts
from kalyp.model.project import Project
from kalyp.problems import Code, Problems


def check_terms(project: Project, problems: Problems) -> None:
    """Check every text for words to avoid. These languages inflect, so a word counts in any form that begins with it."""
    patterns = {language: _pattern(project, language) for language in project.languages}
    wanted = {
        (language, word.lower()): term.term[language]
        for term in project.terms
        for language, words in term.avoid.items()
        for word in words
    }
    glossary = {term.term.place for term in project.terms}
    for text in texts(project):
        if text.place in glossary:
            continue
        for language, words in text.root.items():
            pattern = patterns.get(language)
            for match in pattern.finditer(words.lower()) if pattern and words else ():
                found = match.group(1)
                term = wanted[language, found]
                problems.add(Code.TERM_AVOID, text.place_of(language), found=found, term=term)


def _pattern(project: Project, language: str) -> re.Pattern[str] | None:
    words = sorted(
        {word.lower() for term in project.terms for word in term.avoid.get(language, []) if word.strip()}, key=len, reverse=True
    )
    return re.compile(rf"(?:^|(?<=\W))({'|'.join(map(re.escape, words))})") if words else None
