"""Documents that stand inside a book: what changes there, and what is left of one with nothing to show."""

from __future__ import annotations

from kalyp.lower.rebuild import inside
from kalyp.model.core import Break, Heading, Phrase

NOTHING = Phrase(())
PART, SECTION = Heading(2, NOTHING, "part"), Heading(3, NOTHING, "section")


def test_sections_keep_their_pages() -> None:
    blocks = [PART, Break(), SECTION, Break(), PART]
    assert [type(block) for block in inside(blocks, "book")] == [type(block) for block in blocks]


def test_headings_are_a_level_lower_with_anchors_of_their_own_and_not_listed() -> None:
    (found,) = inside([SECTION], "book")
    assert found == Heading(4, NOTHING, "book-section", listed=False)


def test_a_document_that_is_nothing_but_its_cover_has_nothing_to_show() -> None:
    assert inside([], "book") == ()
