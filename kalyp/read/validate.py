"""Tree of nodes → an item of the model that knows its places, or coded problems at the line of each slip."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kalyp.model.base import Item, Text
from kalyp.problems import Code, Place, Problems, nearest
from kalyp.read.shape import block_kinds, known_keys, model_at
from kalyp.read.tree import Node

AnyItem = TypeVar("AnyItem", bound=Item)


def validate(model: type[AnyItem], tree: Node, problems: Problems) -> AnyItem | None:
    """Make `model` of a tree. Returns None, with all that is wrong in `problems`, when the tree doesn't fit."""
    try:
        item = model.model_validate(tree.plain())
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(detail, model, tree, problems)
        return None
    _attach(item, tree)
    return item


def _attach(value: Any, node: Node | None) -> None:
    """Give every item and text inside `value` the place of its node."""
    if node is None:  # a default
        return
    if isinstance(value, BaseModel):
        value._place = node.place  # type: ignore[attr-defined]
        if isinstance(value, Text):
            value._places = {language: child.place for language, child in node.value.items()}
            return
        for name in type(value).model_fields:
            _attach(getattr(value, name), node.child(name))
    elif isinstance(value, dict):
        for key, child in value.items():
            _attach(child, node.child(key))
    elif isinstance(value, list | tuple):
        for index, child in enumerate(value):
            _attach(child, node.child(index))


def _note(detail: ErrorDetails, model: type[BaseModel], tree: Node, problems: Problems) -> None:
    """Turn one of pydantic's errors into a problem of ours."""
    kind, context = detail["type"], detail.get("ctx", {})
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    node = _find(tree, detail["loc"])
    if kind == "extra_forbidden":
        problems.add(Code.KEY_UNKNOWN, _place_of_key(node, key), key=key, known=nearest(key, known_keys(model, detail["loc"])))
    elif kind == "missing":
        problems.add(Code.KEY_MISSING, node.place, key=key)
    elif kind.startswith("union_tag"):
        found = str(context.get("tag", ""))
        known = str(context.get("expected_tags", "")).replace("'", "").split(", ")
        problems.add(
            Code.BLOCK_UNKNOWN,
            node.place,
            found=found,
            known=nearest(found, known if known != [""] else block_kinds()),
        )
    elif kind == "too_short" and context.get("actual_length") == 0:
        problems.add(Code.LIST_EMPTY, node.place)
    elif kind == "string_pattern_mismatch":
        problems.add(Code.ID_FORM, node.place, found=_short(node), pattern=context.get("pattern", ""))
    elif kind.endswith("_type"):
        _note_type(kind.removesuffix("_type"), model_at(model, detail["loc"]), node, problems)
    else:
        limits = {name: value for name, value in context.items() if name not in ("error", "field_type", "actual_length")}
        wanted = ", ".join(f"{name}: {value}" for name, value in sorted(limits.items()))
        problems.add(Code.VALUE_WRONG, node.place, found=_short(node), wanted=wanted)


def _note_type(wanted: str, model: object, node: Node, problems: Problems) -> None:
    if model is Text:
        problems.add(Code.TEXT_FORM, node.place, found=_short(node))
    else:
        problems.add(Code.TYPE_WRONG, node.place, wanted=_KINDS.get(wanted, wanted), found=_short(node))


_KINDS = {
    "model": "mapping",
    "model_attributes": "mapping",
    "dict": "mapping",
    "string": "text",
    "int": "number",
    "bool": "switch",
}


def _place_of_key(node: Node, key: str) -> Place:
    place = node.keys.get(key, node.place)
    return Place(place.file, place.line, place.column, f"{node.place.item}.{key}" if node.place.item else key)


def _find(tree: Node, steps: tuple[int | str, ...]) -> Node:
    """The deepest node on the way. Pydantic's locations also hold the tag of a union's member, which stands in no file."""
    node = tree
    for step in steps:
        node = node.child(step) or node
    return node


def _short(node: Node) -> str:
    text = str(node.plain())
    return text if len(text) <= 40 else f"{text[:39]}…"
