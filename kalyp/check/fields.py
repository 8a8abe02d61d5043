"""Names of fields in a lowered document: each stands for one thing, in every format."""

from __future__ import annotations

from collections.abc import Sequence

from kalyp.model.base import Item
from kalyp.model.core import Block, FieldKind
from kalyp.model.fields import fields
from kalyp.problems import Code, Place, Problems


def check_fields(lowered: Sequence[tuple[Item, Sequence[Block]]], problems: Problems) -> None:
    """Check the names of a document's fields, given its rich blocks with what they lowered to."""
    seen: dict[tuple[str, str], Place] = {}
    groups: dict[str, FieldKind] = {}
    for item, blocks in lowered:
        for field in fields(blocks):
            key = (field.name, field.value if field.kind is FieldKind.MARK else "")
            if key in seen or groups.setdefault(field.name, field.kind) is not field.kind:
                problems.add(Code.FIELD_TWICE, item.place, name=field.name, first=seen.get(key, item.place))
            seen.setdefault(key, item.place)
    for (name, _), place in seen.items():
        for parent in (name[:index] for index, sign in enumerate(name) if sign == "."):
            if parent in groups:  # a PDF form is a tree: a field can't also be a branch
                problems.add(Code.FIELD_PREFIX, place, name=name, other=parent)
