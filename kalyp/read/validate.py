"""Tree of nodes → an item of the model that knows its places, or coded problems at the line of each slip."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from kalyp.model.base import Id, IsoDate, Item, Name, Text
from kalyp.problems import Code, Place, Problems, nearest, shown
from kalyp.read.shape import block_kinds, known_keys, model_at, written_steps
from kalyp.read.tree import LONGEST_KEY, Node

AnyItem = TypeVar("AnyItem", bound=Item)
LONGEST_VALUE = 40  # characters of a value that a message quotes


def validate(model: type[AnyItem], tree: Node, problems: Problems) -> AnyItem | None:
    """Make `model` of a tree. Returns None, with all that is wrong in `problems`, when the tree doesn't fit."""
    try:
        item = model.model_validate(tree.plain())
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _Slip(detail, model, tree).note(problems)
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


class _Slip:
    """One of pydantic's errors, and what of ours it comes to."""

    def __init__(self, detail: ErrorDetails, model: type[BaseModel], tree: Node) -> None:
        self.kind: str = detail["type"]
        self.context: dict[str, Any] = detail.get("ctx", {})
        self.model = model
        self.steps = detail["loc"]
        self.key = str(self.steps[-1]) if self.steps else ""
        written = written_steps(model, self.steps)
        self.owner = _find(tree, written[:-1])  # holds the key, or would
        self.node = _find(tree, written)

    def note(self, problems: Problems) -> None:
        """Add the problem."""
        code, place, values = self._problem()
        problems.add(code, place, **values)

    def _problem(self) -> tuple[Code, Place, dict[str, object]]:
        if self.kind == "extra_forbidden":
            known = nearest(self.key, known_keys(self.model, self.steps))
            return Code.KEY_UNKNOWN, self.owner.keys[self.key], {"key": shown(self.key, LONGEST_KEY), "known": known}
        if self.kind == "missing":
            return Code.KEY_MISSING, self.owner.place, {"key": self.key}
        if self.kind.startswith("union_tag"):
            return self._unknown_block()
        if self.kind.endswith("_type"):
            return self._wrong_type()
        if "actual_length" in self.context or self.kind.startswith("string_too"):
            return self._wrong_length()
        return self._wrong_value()

    def _unknown_block(self) -> tuple[Code, Place, dict[str, object]]:
        named = self.node.child("block")
        if named is None:
            return Code.KEY_MISSING, self.node.place, {"key": "block"}
        found = _short(named)
        return Code.BLOCK_UNKNOWN, named.place, {"found": found, "known": nearest(found, block_kinds())}

    def _wrong_type(self) -> tuple[Code, Place, dict[str, object]]:
        if self.node.value is None and self.key in self.owner.keys:  # the key stands there with nothing after it
            return Code.KEY_MISSING, self.owner.keys[self.key], {"key": self.key}
        if model_at(self.model, self.steps) is Text:
            return Code.TEXT_FORM, self.node.place, {"found": _short(self.node)}
        wanted = self.kind.removesuffix("_type")
        return Code.TYPE_WRONG, self.node.place, {"wanted": _KINDS.get(wanted, wanted), "found": _short(self.node)}

    def _wrong_length(self) -> tuple[Code, Place, dict[str, object]]:
        allowed = ", ".join(_limits(self.context))
        if not isinstance(self.node.value, list):
            return Code.VALUE_LENGTH, self.node.place, {"found": _short(self.node), "wanted": allowed}
        if not self.node.value:
            return Code.LIST_EMPTY, self.node.place, {}
        return Code.LIST_LENGTH, self.node.place, {"count": len(self.node.value), "wanted": allowed}

    def _wrong_value(self) -> tuple[Code, Place, dict[str, object]]:
        found = _short(self.node)
        if self.kind == "string_pattern_mismatch":
            pattern = self.context.get("pattern", "")
            return Code.ID_FORM, self.node.place, {"found": found, "wanted": _PATTERNS.get(pattern, pattern)}
        return Code.VALUE_WRONG, self.node.place, {"found": found, "wanted": ", ".join(_limits(self.context))}


def _limits(context: dict[str, Any]) -> Iterator[str]:
    """What pydantic says is allowed, in signs instead of words."""
    for name, value in sorted(context.items()):
        if name == "expected":
            yield str(value).replace("'", "").replace(" or ", ", ")
        elif name in _SIGNS:
            yield f"{_SIGNS[name]} {value}"


_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "≥", "max_length": "≤"}
_KINDS = {
    "model": "mapping",
    "model_attributes": "mapping",
    "dict": "mapping",
    "string": "text",
    "int": "number",
    "bool": "switch",
}


def _pattern(annotation: Any) -> str:
    return next(str(found.pattern) for found in get_args(annotation) if isinstance(found, StringConstraints))


_PATTERNS = {_pattern(Id): "id", _pattern(Name): "name", _pattern(IsoDate): "iso-date"}


def _find(tree: Node, steps: tuple[int | str, ...]) -> Node:
    """The deepest node on the way."""
    node = tree
    for step in steps:
        node = node.child(step) or node
    return node


def _short(node: Node) -> str:
    """The value as an editor might have written it."""
    value = node.plain()
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown(text, LONGEST_VALUE)
