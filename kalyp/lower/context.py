"""What lowering needs of one edition: its languages' words, phrases made of texts, names of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

from kalyp.model.base import Text
from kalyp.model.core import Cell, Column, Page, Paragraph, Phrase, Row, Run, Table, Wording
from kalyp.model.document import AnyDocument, PageSize
from kalyp.model.framework import Framework
from kalyp.model.inline import runs
from kalyp.model.project import Project
from kalyp.model.talk import Talk
from kalyp.model.usage import UsageCard

_ENDS = (".", ":", "?", "!", "…", ")")  # after these no colon is needed


@dataclass(frozen=True, slots=True)
class Context:
    """An edition on its way: the project, the document and the edition's languages in order.

    `numbers` are those of sections, tables and figures by their ids; `inside`: the blocks stand in a chapter of a handbook, so
    that titles of blocks are no headings of their own; `talk`: whom a talk sheet is made for.
    """

    project: Project
    document: AnyDocument
    languages: tuple[str, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)
    inside: bool = False
    talk: Talk | None = None

    def phrase(self, text: Text) -> Phrase:
        """The text in the edition's languages."""
        return _phrase(_wording(language, text[language]) for language in self.languages)

    def word(self, name: str, **values: str | Mapping[str, str]) -> Phrase:
        """A fixed word; `values` fill its braces, each one string for all languages or one a language."""
        text = self.project.words[name]
        return _phrase(Wording(language, runs(_fill(text[language], language, values))) for language in self.languages)

    def literal(self, text: str) -> Phrase:
        """What is the same in all languages, such as a number; it stands once, in the edition's first language."""
        return Phrase((Wording(self.languages[0], (Run(text),)),))

    def letter(self, index: int) -> str:
        """The marker of the item at `index` (from 0) of a lettered list."""
        return self.project.languages[self.languages[0]].letters[index]

    def usage(self, document: str) -> UsageCard | None:
        """The usage card of another document."""
        return getattr(self.project.documents.get(document), "usage", None)

    @property
    def room(self) -> float:
        """The width between the margins of the document's pages, in mm."""
        size = self.project.pages[self.document.page]
        return float(size.width - size.margins[1] - size.margins[3])

    def framework(self, name: str) -> Framework:
        """The framework of that id; the checks have seen that it is there."""
        return self.project.frameworks[name]


def _phrase(wordings: Iterable[Wording]) -> Phrase:
    """A phrase in which nothing stands twice: what two languages share is said once."""
    every = tuple(wordings)
    if len(every) == 1:
        return Phrase(every)
    found: dict[tuple[Run, ...], Wording] = {}
    for wording in every:
        found.setdefault(wording.runs, wording)
    return Phrase(tuple(found.values()))


@lru_cache(maxsize=8192)
def _wording(language: str, text: str) -> Wording:
    """A text as it is printed. The same labels stand in a document many times."""
    return Wording(language, runs(_tied(text)))


def _tied(text: str) -> str:
    """The text with spaces that don't break where a line must not begin or end: before a dash, and after the sign of a number."""
    return text.replace(" –", "\u00a0–").replace("№ ", "№\u00a0")


def _fill(text: str, language: str, values: Mapping[str, str | Mapping[str, str]]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value if isinstance(value, str) else value[language])
    return text


def joined(*phrases: Phrase, between: str = " ") -> Phrase:
    """Phrases one after the other, language by language; what is said once for all languages is said in each."""
    languages = dict.fromkeys(wording.language for phrase in phrases for wording in phrase.wordings)
    return _phrase(Wording(language, tuple(_joined_runs(phrases, language, between))) for language in languages)


def enumerated(phrases: Sequence[Phrase]) -> Phrase:
    """Names one after the other with commas; all but the first begin small, unless they begin with an abbreviation."""
    return joined(*(phrase if number == 0 else _small(phrase) for number, phrase in enumerate(phrases)), between=", ")


def _small(phrase: Phrase) -> Phrase:
    return Phrase(tuple(replace(wording, runs=_small_runs(wording.runs)) for wording in phrase.wordings))


def _small_runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    first = runs[0]
    abbreviation = first.text[1:2].isupper()
    return runs if abbreviation else (replace(first, text=first.text[:1].lower() + first.text[1:]), *runs[1:])


def _joined_runs(phrases: Iterable[Phrase], language: str, between: str) -> Iterator[Run]:
    for number, phrase in enumerate(phrases):
        if number and between:
            yield Run(between)
        yield from next((found for found in phrase.wordings if found.language == language), phrase.wordings[0]).runs


def labelled(*phrases: Phrase) -> Phrase:
    """What a field is for, from the general to the particular: `Question? Yes`, `Category: first`."""
    label = phrases[0]
    for phrase in phrases[1:]:
        ended = all(wording.plain.endswith(_ENDS) for wording in label.wordings)
        label = joined(label, phrase, between=" " if ended else ": ")
    return label


def prefixed(prefix: str, phrase: Phrase) -> Phrase:
    """The phrase with the same beginning (such as a number) in each language."""
    return Phrase(tuple(replace(wording, runs=(Run(prefix), *wording.runs)) for wording in phrase.wordings))


def bold(phrase: Phrase) -> Phrase:
    """The phrase in bold."""
    return Phrase(
        tuple(replace(wording, runs=tuple(replace(run, bold=True) for run in wording.runs)) for wording in phrase.wordings)
    )


def text_cell(phrase: Phrase, *, head: bool = False, columns: int = 1, rows: int = 1, centred: bool = False) -> Cell:
    """A cell that holds a text."""
    return Cell((Paragraph((phrase,)),), columns=columns, rows=rows, head=head, centred=centred)


def band(phrase: Phrase, columns: int) -> Row:
    """A row that heads the next ones: its words in bold across all columns."""
    return Row((text_cell(bold(phrase), head=True, columns=columns),), group=True)


LETTER, SIDES = 1.75, 2.6  # mm: a letter of a head, which is bold, and what stands clear beside its words


def words_width(phrases: Iterable[Phrase]) -> float:
    """The width of a column (mm) in which no word of these heads has to be cut."""
    wordings = (wording for phrase in phrases for wording in phrase.wordings)
    words = (word for wording in wordings for word in wording.plain.replace("-", " ").split())
    return LETTER * max(map(len, words), default=0) + SIDES


def stacked(rows: Iterable[tuple[list[tuple[int, Cell]], float]], width: float, label: Phrase) -> Table:
    """A ruled table of rows that each divide the width in their own way.

    Each row is its cells with their shares, and its least height (mm). The columns are all the borders that any row has.
    """
    listed = [(cells, height) for cells, height in rows]
    borders = sorted({border for cells, _ in listed for border in _borders([share for share, _ in cells])})
    columns = tuple(
        Column(round(float(right - left) * width, 3)) for left, right in zip([Fraction(0), *borders], borders, strict=False)
    )
    body = []
    for cells, height in listed:
        made, start = [], Fraction(0)
        for end, (_, cell) in zip(_borders([share for share, _ in cells]), cells, strict=True):
            made.append(replace(cell, columns=sum(1 for border in borders if start < border <= end)))
            start = end
        body.append(Row(tuple(made), height))
    return Table(columns, (), tuple(body), label)


def _borders(shares: list[int]) -> list[Fraction]:
    """The right border of each cell, as a part of the width."""
    return [Fraction(so_far, sum(shares)) for so_far in accumulate(shares)]


def paper(size: PageSize) -> Page:
    """A size of paper as writers know it."""
    top, right, bottom, left = (float(margin) for margin in size.margins)
    return Page(float(size.width), float(size.height), (top, right, bottom, left))


def foot(edition: Context) -> Phrase:
    """Kind and code, edition and language: what tells one photocopy from another."""
    document, languages = edition.document, edition.project.languages
    dates = {language: languages[language].shown(document.edition.date) for language in edition.languages}
    kind = edition.phrase(document.short or document.title)
    if document.code and not document.short:
        kind = edition.word(document.kind, code=document.code)
    number = edition.word("edition", number=document.edition.number, date=dates)
    state = [edition.word("draft")] if document.edition.status == "draft" else []
    named = edition.literal(" + ".join(languages[language].name for language in edition.languages))
    return joined(kind, joined(number, *state), named, between=" · ")
