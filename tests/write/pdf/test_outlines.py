"""Bookmarks: nested by their levels, whatever levels there are."""

from __future__ import annotations

import pytest
from pikepdf import Array

from kalyp.write.pdf.outlines import Bookmark, nest


def shape(bookmarks: list[Bookmark]) -> list[object]:
    return [[bookmark.title, *shape(bookmark.kids)] for bookmark in bookmarks]


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        ([], []),
        ([1, 2, 3, 2], [["0", ["1", ["2"]], ["3"]]]),
        ([2, 2], [["0"], ["1"]]),
        ([2, 4, 3], [["0", ["1"], ["2"]]]),
        ([3, 2, 1], [["0"], ["1"], ["2"]]),
    ],
)
def test_each_is_under_the_last_one_of_a_lesser_level(levels: list[int], wanted: list[object]) -> None:
    assert shape(nest((level, Bookmark(str(number), Array())) for number, level in enumerate(levels))) == wanted
