"""YAML text → a tree of nodes with line and column, or coded problems.

Written over PyYAML's events, since its constructors lose what an editor needs: the place of each value, keys that stand twice,
how often an alias is used. Scalars stay what the editor wrote: only whole numbers, `true`, `false` and an empty value (or
`null`) are something else than text, so that `no`, `1.10` and `12:30` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kalyp.problems import Code, Place, Problems, Step, shown

MAX_BYTES = 4_000_000  # ten times the largest framework
MAX_ALIASES = 8  # so few that nested ones multiply a file at most eighteenfold
MAX_DEPTH = 24
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where libyaml is: five times as fast
LONGEST_KEY = 40  # characters of a key that a place names
_STANDARD_TAG = "tag:yaml.org,2002:"  # what "!!" stands for


@dataclass(slots=True)
class Node:
    """A value and where it stands. `value`: str, int, bool, None, a list of nodes or a dict of nodes.

    `keys` are the places of a mapping's keys; the places of its values are inside `place`.
    """

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
    path = root / file
    if leads_out(root, path):
        problems.add(Code.FILE_KIND, Place(file))
        return None
    text = _text_of(path, Place(file), problems)
    return None if text is None else parse_tree(text, file, problems)


def leads_out(root: Path, path: Path) -> bool:
    """Whether a path under `root` is a link, or goes through one, to somewhere else, or round in a circle."""
    try:
        return not path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a circle is the one or the other, depending on Python's version
        return True


def parse_tree(text: str, file: str, problems: Problems) -> Node | None:
    """Parse YAML text; `file` names it in places. Returns None when there is no usable tree."""
    try:
        return _Composer(text, file, problems).document()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = (error.context_mark if _still_open(error) else None) or error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problems.add(Code.YAML_SYNTAX, place, detail=error.problem or error.context or "")
    except yaml.YAMLError as error:
        problems.add(Code.YAML_SYNTAX, _place_of_control(text, file), detail=str(error).splitlines()[0])
    except (ValueError, OverflowError):  # PyYAML without libyaml: an escape such as "\\Uffffffff"
        problems.add(Code.YAML_SYNTAX, Place(file), detail="\\U")
    return None


def _still_open(error: yaml.MarkedYAMLError) -> bool:
    """Whether something was opened and never closed, such as a quote: then the place to mend is where it began."""
    return any(sign in (error.problem or "") for sign in ("end of stream", "expected ':'", "',' or"))


def _place_of_control(text: str, file: str) -> Place:
    """Where the first character stands that YAML doesn't allow, which PyYAML reports without a line."""
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    before = text[: match.start() if match else 0]
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _text_of(path: Path, place: Place, problems: Problems) -> str | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.add(Code.FILE_SIZE, place, limit=f"{MAX_BYTES:,}".replace(",", " "))
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        problems.add(Code.FILE_ENCODING, Place(place.file, before.count(b"\n") + 1, column))
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
        if root is None or root.value is None:
            self.problems.add(Code.FILE_EMPTY, Place(self.file))
            return None
        return root

    def _place(self, event: Any, item: str) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1, item)

    def _node(self, event: Any, item: str, depth: int) -> Node:
        place = self._place(event, item)
        if depth > MAX_DEPTH:
            self.problems.add(Code.YAML_DEPTH, place, limit=MAX_DEPTH)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place)
        if event.tag is not None and event.tag != "!":
            self.problems.add(Code.YAML_TAG, place, tag=event.tag.replace(_STANDARD_TAG, "!!"))
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
            self.problems.add(Code.ALIAS_UNKNOWN, place, name=event.anchor)
            raise _Stop
        return self.anchors[event.anchor]

    def _sequence(self, node: Node, depth: int) -> None:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            index = len(node.value)
            child = self._node(event, f"{node.place.item}[{index}]", depth + 1)
            node.place.inside[index] = child.place
            node.value.append(child)

    def _mapping(self, node: Node, depth: int) -> None:
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.problems.add(Code.YAML_KEY, self._place(event, node.place.item))
                raise _Stop
            key = event.value
            name = _key(key)
            place = self._place(event, f"{node.place.item}.{name}" if node.place.item else name)
            child = self._node(next(self.events), place.item, depth + 1)
            if key in node.value:
                self.problems.add(Code.KEY_TWICE, place, key=name, first=node.keys[key].line)
                continue
            node.keys[key] = place
            node.place.inside[key] = child.place
            node.value[key] = child


@lru_cache(maxsize=1000)
def _key(key: str) -> str:
    """A key as a place names it. Most keys stand in a file many times."""
    return shown(key, LONGEST_KEY)


def _scalar(event: Any) -> str | int | bool | None:
    text: str = event.value
    if event.style:  # quoted, or a block of text
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
