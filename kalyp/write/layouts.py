"""The folder `layouts/` → templates with the few filters that they use, style sheets, and the fonts with their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from kalyp.model.core import Field, Figure, Inline
from kalyp.model.inline import plain
from kalyp.model.project import FontsFile
from kalyp.model.walk import listed
from kalyp.write.figure import svg
from kalyp.write.unwritable import Unwritable


def environment(layouts: Path) -> jinja2.Environment:
    """The templates. Everything is escaped, and a name that isn't there is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layouts),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(kind=_kind, ticks=_ticks, drawn=_drawn, headings=listed, plain=plain, unwritable=_unwritable)
    return made


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _drawn(figure: Figure, room: float) -> Markup:
    """A figure as wide as there is room (mm). What its title says is read aloud in place of the words in it."""
    drawing = svg(figure, room)
    begin = drawing.index(">", drawing.index("<svg")) + 1
    return Markup(f"{drawing[:begin]}<title>{escape(figure.alt.plain)}</title>{drawing[begin:]}")  # noqa: S704 - made of escaped texts


def _ticks(items: Sequence[Inline]) -> Iterator[list[Inline]]:
    """The items of a paragraph of boxes, one list for each box with what follows it."""
    group: list[Inline] = []
    for item in items:
        if isinstance(item, Field) and item.value and group:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _unwritable(block: object) -> str:
    raise Unwritable(block)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of the pages: the family that style sheets name, its style, and its file."""

    family: str
    weight: str
    style: str
    path: Path


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of pages, and the one that the field font is made of."""

    page: tuple[FontFile, ...]
    field: Path


class FontMissing(Exception):
    """A font is in none of its folders. `file` is its file, `package` what brings it."""

    def __init__(self, file: str, package: str) -> None:
        super().__init__(f"{file} ({package})")
        self.file = file
        self.package = package


def find_fonts(wanted: FontsFile) -> Fonts:
    """Find the files of the fonts. Raises FontMissing: there is no silent substitute."""
    folders = [Path(folder).expanduser() for folder in wanted.folders]

    def find(file: str) -> Path:
        for folder in folders:
            if (folder / file).is_file():
                return folder / file
        raise FontMissing(file, wanted.package)

    page = tuple(FontFile(font.family, font.weight, font.style, find(font.file)) for font in wanted.page)
    return Fonts(page, find(wanted.field))
