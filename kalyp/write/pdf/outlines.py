"""Bookmarks → the outline of a PDF (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


@dataclass(slots=True)
class Bookmark:
    """A title, where it leads, and the bookmarks under it: ours, or those of a file that was added (`adopted`, its outline)."""

    title: str
    destination: Array
    kids: list[Bookmark] = field(default_factory=list)
    adopted: Object | None = None


def nest(found: Iterable[tuple[int, Bookmark]]) -> list[Bookmark]:
    """Hang each bookmark under the last one of a lesser level."""
    top: list[Bookmark] = []
    above: list[tuple[int, Bookmark]] = []
    for level, bookmark in found:
        while above and above[-1][0] >= level:
            above.pop()
        (above[-1][1].kids if above else top).append(bookmark)
        above.append((level, bookmark))
    return top


def write(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Give a file its outline."""
    if bookmarks:
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines))
        _hang(pdf, pdf.Root.Outlines, bookmarks)


def _hang(pdf: Pdf, above: Object, bookmarks: Sequence[Bookmark]) -> int:
    """Make the items below one; return how many there are, at all depths."""
    items = [
        pdf.make_indirect(Dictionary(Title=String(bookmark.title), Dest=bookmark.destination, Parent=above))
        for bookmark in bookmarks
    ]
    count = len(items)
    for item, bookmark in zip(items, bookmarks, strict=True):
        if bookmark.kids:
            count += _hang(pdf, item, bookmark.kids)
        elif bookmark.adopted is not None:
            count += _adopt(item, bookmark.adopted)
    for item, following in pairwise(items):
        item.Next, following.Prev = following, item
    above.First, above.Last, above.Count = items[0], items[-1], count
    return count


def _adopt(item: Object, outline: Object) -> int:
    item.First, item.Last, item.Count = outline.First, outline.Last, outline.Count
    kid: Object | None = outline.First
    while kid is not None:
        kid.Parent = item
        kid = kid.get(Name.Next)
    return int(outline.Count)
