"""Documents that stand inside a book: which of their breaks are left, and what is left of one with nothing to show."""

from __future__ import annotations

from kalyp.lower.rebuild import inside
from kalyp.model.core import Break, Heading, Phrase

NOTHING = Phrase(())
PART, SECTION = Heading(2, NOTHING, "part"), Heading(3, NOTHING, "section")


def test_a_part_begins_a_page_and_a_section_none() -> None:
    assert [type(block) for block in inside([PART, Break(), SECTION, Break(), PART], "book")] == [
        Heading,
        Heading,
        Break,
        Heading,
    ]


def test_a_document_that_is_nothing_but_its_cover_has_nothing_to_show() -> None:
    assert inside([], "book") == ()
