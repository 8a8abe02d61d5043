"""What all blocks over a framework share: how competencies and domains are called, and the columns that they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from kalyp.lower.asking import NUMBER
from kalyp.lower.context import Context, band, joined, labelled, prefixed, text_cell, words_width
from kalyp.model.core import Block, Cell, Field, FieldKind, Heading, Paragraph, Phrase, Row
from kalyp.model.framework import Competency, Domain, Framework, Level

SHORT_CODE, DIGIT = 2, 2.0  # characters that it has room for, and what each more takes (mm)
MARK = 14.0  # mm: a column of boxes; a scan needs 12 from box to box
MOST_MARKS = 80.0  # mm: all columns of boxes together

Answers = list[tuple[str, Phrase]]  # the values of boxes, with their words


def called(competency: Competency, edition: Context) -> Phrase:
    """The code and the short name: what fields ask about."""
    return prefixed(f"{competency.code}. ", edition.phrase(competency.short))


def statement(competency: Competency, voice: str, edition: Context) -> Cell:
    """A cell with the competency in a voice."""
    return text_cell(edition.phrase(competency.statement[voice]))


def domain_band(domain: Domain, columns: int, edition: Context) -> Row:
    """The row that heads the competencies of a domain."""
    return band(prefixed(f"{domain.code}. ", edition.phrase(domain.title)), columns)


def domain_heading(domain: Domain, edition: Context) -> list[Block]:
    """The heading over a domain, and what the framework notes of it."""
    note = [Paragraph((edition.phrase(domain.note),))] if domain.note else []
    return [Heading(2, edition.phrase(domain.title), f"domain-{domain.id}", f"{domain.code}."), *note]


def competency_heading(competency: Competency, edition: Context) -> Heading:
    """The heading over a competency: its code and short name."""
    return Heading(3, edition.phrase(competency.short), f"competency-{competency.id}", f"{competency.code}.")


def level_title(level: Level, edition: Context) -> Phrase:
    """The title of a level with its figure."""
    return joined(edition.phrase(level.title), edition.literal(f"({level.mark})"))


def code_width(framework: Framework) -> float:
    """The width of a column in which the longest code has room (mm)."""
    longest = max((len(competency.code) for competency in framework.competencies()), default=0)
    return NUMBER + max(0.0, (longest - SHORT_CODE) * DIGIT)


def marks_width(answers: Answers) -> float:
    """The width of a column of boxes in which no word of its heads is cut (mm), unless all the columns took too much room."""
    return max(MARK, min(words_width(words for _, words in answers), MOST_MARKS / len(answers)))


def marks(name: str, about: Phrase, answers: Answers) -> list[Cell]:
    """A cell with a box for each answer of a group."""
    return [Cell((Field(FieldKind.MARK, name, labelled(about, words), value),), centred=True) for value, words in answers]


def mark_heads(answers: Iterable[Phrase]) -> list[Cell]:
    """The heads of columns of boxes."""
    return [text_cell(words, head=True, centred=True) for words in answers]
