"""YAML text → a tree of nodes with line and column, or coded problems.

Written over PyYAML's events, since its constructors lose what an editor needs: the place of each value, keys that stand twice,
how often an alias is used. Scalars stay what the editor wrote: only whole numbers, `true`, `false` and an empty value (or
`null`) are something else than text, so that `no`, `1.10` and `12:30` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kalyp.problems import Code, Place, Problems

MAX_BYTES = 4_000_000  # ten times the largest framework
MAX_ALIASES = 8  # so few that nested ones multiply a file at most eighteenfold
MAX_DEPTH = 24
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where libyaml is: five times as fast

Step = str | int


@dataclass(slots=True)
class Node:
    """A value and where it stands. `value`: str, int, bool, None, a list of nodes or a dict of nodes."""

    value: Any
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)

    def plain(self) -> Any:
        """The value without places, as the model wants it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, step: Step) -> Node | None:
        """The node under a key or at a position, if there is one."""
        if isinstance(self.value, dict):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            found: Node = self.value[step]
            return found
        return None


class _Stop(Exception):
    """The file can't be read any further."""


def read_tree(root: Path, file: str, problems: Problems) -> Node | None:
    """Read one YAML file under `root`. Returns its tree, or None when it can't be read; what is wrong goes to `problems`."""
    text = _text_of(root / file, Place(file), problems)
    return None if text is None else parse_tree(text, file, problems)


def parse_tree(text: str, file: str, problems: Problems) -> Node | None:
    """Parse YAML text; `file` names it in places. Returns None when there is no usable tree."""
    try:
        return _Composer(text, file, problems).document()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problems.add(Code.YAML_SYNTAX, place, detail=error.problem or error.context or "")
    except yaml.YAMLError as error:
        detail = str(error).splitlines()[0]
        problems.add(Code.YAML_SYNTAX, Place(file, _line_of_control(text)), detail=detail)
    return None


def _line_of_control(text: str) -> int:
    """The line of the first character that YAML doesn't allow, which PyYAML reports without a line."""
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _text_of(path: Path, place: Place, problems: Problems) -> str | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.add(Code.FILE_SIZE, place, limit=f"{MAX_BYTES:,}".replace(",", " "))
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.add(Code.FILE_ENCODING, Place(place.file, line))
    except OSError:
        problems.add(Code.FILE_MISSING, place)
    return None


class _Composer:
    """Turns the events of one file into nodes."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.anchors: dict[str, Node] = {}
        self.aliases = 0

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self.problems.add(Code.YAML_DOCUMENTS, self._place(event, ""))
                    break
                root = self._node(next(self.events), "", 0)
        return root

    def _place(self, event: Any, item: str) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1, item)

    def _node(self, event: Any, item: str, depth: int) -> Node:
        place = self._place(event, item)
        if depth > MAX_DEPTH:
            self.problems.add(Code.YAML_DEPTH, place, limit=MAX_DEPTH)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place)
        if event.tag is not None and event.tag != "!":
            self.problems.add(Code.YAML_TAG, place, tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            node = Node(_scalar(event), place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node([], place)
            self._sequence(node, depth)
        else:
            node = Node({}, place)
            self._mapping(node, depth)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _alias(self, event: Any, place: Place) -> Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.problems.add(Code.ALIAS_LIMIT, place, limit=MAX_ALIASES)
            raise _Stop
        if event.anchor not in self.anchors:  # not defined before, or it would hold itself
            self.problems.add(Code.YAML_SYNTAX, place, detail=f"*{event.anchor}")
            raise _Stop
        return self.anchors[event.anchor]

    def _sequence(self, node: Node, depth: int) -> None:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            node.value.append(self._node(event, f"{node.place.item}[{len(node.value)}]", depth + 1))

    def _mapping(self, node: Node, depth: int) -> None:
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            place = self._place(event, node.place.item)
            if not isinstance(event, yaml.ScalarEvent):
                self.problems.add(Code.YAML_KEY, place)
                raise _Stop
            key = event.value
            item = f"{node.place.item}.{key}" if node.place.item else key
            child = self._node(next(self.events), item, depth + 1)
            if key in node.value:
                first = node.keys[key].line
                self.problems.add(Code.KEY_TWICE, Place(self.file, place.line, place.column, item), key=key, first=first)
                continue
            node.keys[key] = place
            node.value[key] = child


def _scalar(event: Any) -> str | int | bool | None:
    text: str = event.value
    if event.style:  # quoted, or a block of text
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
