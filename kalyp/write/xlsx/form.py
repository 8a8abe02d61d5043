"""A lowered form and its blocks → a book with one sheet that is laid out like its paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kalyp.model.cells import Book, PaperSheet
from kalyp.model.core import Block, Break, Lowered
from kalyp.model.sections import Section

TITLE_LIMIT = 31  # characters of a sheet's title
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


def book(lowered: Lowered, sections: Iterable[Section], values: Mapping[str, str] | None = None) -> Book:
    """The workbook of a form; `values` stand in its fields. `sections` are those of the form: it needs no blocks itself."""
    title = _NOT_IN_TITLES.sub(" ", lowered.code or lowered.document).strip()[:TITLE_LIMIT]
    sheet = PaperSheet(lowered.document, title, lowered.page, tuple(_blocks(lowered, sections)), values=values or {})
    return Book(
        document=lowered.document,
        languages=lowered.languages,
        title=lowered.title.plain,
        subject=lowered.subject.plain,
        foot=lowered.foot.plain,
        date=lowered.date,
        edition=lowered.edition,
        sheets=(sheet,),
        page_of=lowered.page_of.plain,
    )


def _blocks(lowered: Lowered, sections: Iterable[Section]) -> Iterable[Block]:
    for number, section in enumerate(sections):
        if number or section.page != lowered.page:
            yield Break(section.right, section.page if section.page != lowered.page else None)
        yield from section.to_set()
