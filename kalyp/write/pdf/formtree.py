"""Fields by their full names ↔ the hierarchy in which a form holds them (ISO 32000-1, 12.7.3.2).

A field `level.12` is a field `12` below a field `level`, since the standard forbids a period in a partial name; its full name is
`level.12` again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

DEEPEST = 32  # levels of fields; in a broken file they may go round in a circle


class Tree:
    """The fields of a form that is being made."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._holders: dict[str, Object] = {}
        self._taken: dict[str, None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The full names of the fields, in the order in which they were added."""
        return tuple(self._taken)

    def add(self, name: str, field: Object) -> None:
        """Hang a field into the form by its full name. Raises ValueError where the name can't be one."""
        holder, _, part = name.rpartition(".")
        if not part or name in self._holders:
            raise ValueError(f"{name!r} cannot be the name of a field: it is empty, or other fields' names begin with it")
        self._taken[name] = None
        field.T = String(part)
        self._hang(holder, field)

    def adopt(self, name: str, fields: Sequence[Object], inside: Sequence[str]) -> None:
        """Hang a form's own fields below one of a name; `inside` are the names that they had. Raises ValueError as `add` does."""
        for own in inside:
            full = f"{name}.{own}"
            if full in self._taken or full in self._holders:
                raise ValueError(f"{full!r} is the name of two fields")
            self._taken[full] = None
        if not fields:
            return
        holder = self._holder(name)
        for field in fields:
            field.Parent = holder
            holder.Kids.append(field)

    def _hang(self, holder: str, field: Object) -> None:
        if not holder:
            self._pdf.Root.AcroForm.Fields.append(field)
            return
        if holder in self._taken:
            raise ValueError(f"{holder!r} is a field, and other fields' names begin with it")
        above = self._holder(holder)
        field.Parent = above
        above.Kids.append(field)

    def _holder(self, name: str) -> Object:
        """The field of a name that only holds others."""
        if name not in self._holders:
            above, _, part = name.rpartition(".")
            self._holders[name] = self._pdf.make_indirect(Dictionary(T=String(part), Kids=Array()))
            self._hang(above, self._holders[name])
        return self._holders[name]


def fields(form: Object | None) -> Iterator[tuple[str, Object]]:
    """Every field of a form that has a value, with its full name, in the form's order; in a broken one, each but once."""
    form = Dictionary() if form is None else form
    stack = [("", field) for field in reversed(list(form.get(Name.Fields, Array())))]
    seen: set[tuple[int, int]] = set()
    while stack:
        above, field = stack.pop()
        if field.is_indirect:
            if field.objgen in seen:
                continue
            seen.add(field.objgen)
        name = ".".join(filter(None, (above, str(field.get(Name.T, "")))))
        kids = field.get(Name.Kids)
        if kids is not None and len(kids) and Name.T in kids[0]:
            stack.extend((name, kid) for kid in reversed(list(kids)))
        else:
            yield name, field


def inherited(field: Object, key: Name) -> Object | None:
    """An entry of a field or, where it has none, of the nearest field above it."""
    holder: Object | None = field
    for _ in range(DEEPEST):
        if holder is None:
            break
        if key in holder:
            return holder[key]
        holder = holder.get(Name.Parent)
    return None
