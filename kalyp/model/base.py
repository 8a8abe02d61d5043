"""What every item of the content is built on: strict models that know their place, and text in several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, RootModel, StringConstraints

from kalyp.problems import Place

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]  # of fields: no dots, no capitals
IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
NOWHERE = Place("")
SAME = "same"  # stands for every language


class Placed:
    """Mixin of what stands in a file; the reader sets `place`."""

    _place: Place

    @property
    def place(self) -> Place:
        """Where the item stands."""
        return self._place


class Item(BaseModel, Placed):
    """A mapping of the content: no unknown keys, no silent conversion, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    _place: Place = PrivateAttr(default_factory=lambda: NOWHERE)  # a default would be copied for each item, deep down
    _parts: Sequence[Any] | None = PrivateAttr(default=None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which may hold other items."""
        copied = super().model_copy(update=update, deep=deep)
        copied._parts = None
        return copied


class Text(RootModel[dict[str, str | None]], Placed):
    """A text in each of the project's languages: `{ky: …, kk: …, ru: …}`, with **bold** and *italic* and no other markup.

    What has no words and is the same in all of them, such as a number in a table, is written `{same: "72"}`.
    That all languages are there and none is empty is a check (`kalyp.check.texts`), so that all slips are found at once.
    """

    model_config = ConfigDict(strict=True, frozen=True)
    _place: Place = PrivateAttr(default_factory=lambda: NOWHERE)  # a default would be copied for each item, deep down
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    def place_of(self, language: str) -> Place:
        """Where the text in one language stands."""
        return self._places.get(language, self._place)

    def __getitem__(self, language: str) -> str:
        return self.root.get(language) or self.root.get(SAME) or ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that stand in the file, in its order."""
        return tuple(self.root)


class Sourced(Item):
    """An item that says which document and item of it it renders; items inside may go without."""

    source: str | None = None
    source_note: str | None = None  # why, where the source contradicts itself; for editors, not printed


Part = Item | Text
Located = tuple[Part, tuple[Part, ...]]  # an item or text, with those that enclose it


def parts(item: object) -> Sequence[Located]:
    """All items and texts inside `item` in the order of the file, each with those that enclose it (outermost first).

    An item is unchangeable, and each check goes through it: it is walked once.
    """
    if isinstance(item, Item):
        if item._parts is None:
            item._parts = _collected(item, (), [])
        return item._parts
    return _collected(item, (), [])


def _collected(
    value: object, above: tuple[Part, ...], found: list[tuple[Part, tuple[Part, ...]]]
) -> list[tuple[Part, tuple[Part, ...]]]:
    if isinstance(value, Text):
        found.append((value, above))
    elif isinstance(value, Item):
        found.append((value, above))
        inner = (*above, value)
        for name in type(value).model_fields:
            child = getattr(value, name)
            if not isinstance(child, str):
                _collected(child, inner, found)
    elif isinstance(value, dict):
        for child in value.values():
            _collected(child, above, found)
    elif isinstance(value, list | tuple):
        for child in value:
            _collected(child, above, found)
    return found
