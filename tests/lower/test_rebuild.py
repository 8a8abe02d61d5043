"""Documents that stand inside a book: breaks stay, headings are lower, and what is left of one with nothing to show."""

from __future__ import annotations

from kalyp.lower.rebuild import inside
from kalyp.model.core import Break, Heading, Phrase

NOTHING = Phrase(())
PART, SECTION = Heading(2, NOTHING, "part"), Heading(3, NOTHING, "section")


def test_parts_and_sections_begin_a_page_and_are_a_level_lower() -> None:
    title, *others = inside([PART, Break(), SECTION, Break(), PART], "book")
    assert isinstance(title, Heading)
    assert (title.level, title.anchor, title.listed) == (3, "book-part", False)
    assert [type(block) for block in others] == [Break, Heading, Break, Heading]


def test_a_document_that_is_nothing_but_its_cover_has_nothing_to_show() -> None:
    assert inside([], "book") == ()
