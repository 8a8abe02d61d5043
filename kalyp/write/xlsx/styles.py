"""How cells look: styles of the core → looks → the formats of XlsxWriter. Grey is all that looks are told apart by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from kalyp.model.cells import Input, Series, Style

FONT = "Arial"  # on every school's computer, with all letters; programs without it have one of the same widths
POINTS = 10.0
LINE = "#595959"
HEAD_GROUND = "#D9D9D9"
BAND_GROUND = "#EDEDED"
OPEN_GROUND = "#FFF9DB"  # on the screen it says where to type; a grey printer leaves it white
WHITE, BLACK = "#FFFFFF", "#000000"
AS_TEXT = "@"
_UPWARD = 14  # the number of the pattern of thin diagonal stripes


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. `border`: the sides that have a line (of "tblr"); `number`: the number format; `open`: for typing."""

    points: float = POINTS
    bold: bool = False
    italic: bool = False
    across: Literal["left", "center", "right"] = "left"
    down: Literal["top", "vcenter", "bottom"] = "vcenter"
    border: str = ""
    ground: str = ""
    number: str = ""
    turned: bool = False
    open: bool = False
    wrap: bool = True
    indent: int = 0
    grey: bool = False

    def format(self) -> dict[str, Any]:
        """The properties of XlsxWriter's format."""
        return {
            "font_name": FONT,
            "font_size": self.points,
            "bold": self.bold,
            "italic": self.italic,
            "align": self.across,
            "valign": self.down,
            "text_wrap": self.wrap,
            "rotation": 90 if self.turned else 0,
            "indent": self.indent,
            "locked": not self.open,
            "border_color": LINE,
            **{_SIDES[side]: 1 for side in self.border},
            **({"bg_color": self.ground} if self.ground else {}),
            **({"num_format": self.number} if self.number else {}),
            **({"font_color": LINE} if self.grey else {}),
        }


ALL = "tblr"
_SIDES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}
_CELL = Look(border=ALL)

LOOKS: Mapping[Style, Look] = {
    "title": Look(14, bold=True),
    "heading": Look(11, bold=True, down="bottom"),
    "text": Look(down="top"),
    "note": Look(8, down="top"),
    "label": Look(9, down="bottom"),
    "head": Look(9, bold=True, across="center", border=ALL, ground=HEAD_GROUND),
    "turned": Look(9, bold=True, across="center", down="bottom", border=ALL, ground=HEAD_GROUND, turned=True),
    "band": Look(bold=True, border=ALL, ground=BAND_GROUND),
    "cell": _CELL,
    "centred": replace(_CELL, across="center"),
    "count": replace(_CELL, across="center", number="0"),
    "share": replace(_CELL, across="center", number="0%"),
    "total": replace(_CELL, across="center", bold=True, ground=BAND_GROUND, number="0"),
}


def open_look(asked: Input, *, number: bool = False) -> Look:
    """How an open cell looks. What is typed is kept as text, so that a phone number keeps its zeros, but where it counts:
    `number`, or one of choices or whole numbers.
    """
    counts = number or bool(asked.choices) or asked.whole is not None
    centred = asked.centred or asked.box
    return Look(
        across="center" if centred else "left",
        down="top" if asked.lines else "vcenter",
        border=ALL,
        ground=OPEN_GROUND,
        number="" if counts or asked.box else AS_TEXT,
        open=True,
    )


HIGHLIGHTS: Mapping[str, dict[str, Any]] = {
    "flag": {"bold": True, "border": 1, "border_color": BLACK, "bg_color": "#BFBFBF"},
    "differ": {"bold": True, "italic": True, "pattern": _UPWARD, "fg_color": "#808080", "bg_color": WHITE},
    "low": {"bg_color": "#595959", "font_color": WHITE, "bold": True},
    "middle": {"bg_color": "#BFBFBF", "font_color": BLACK},
    "high": {"bg_color": WHITE, "font_color": BLACK},
    "mute": {"font_color": "#A6A6A6"},
    "hide": {"num_format": ";;;"},
}

PATTERNS: Mapping[str, dict[str, Any]] = {
    "dark": {"fill": {"color": "#404040"}},
    "medium": {"fill": {"color": "#A6A6A6"}},
    "light": {"fill": {"color": WHITE}},
    "hatched": {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#404040", "bg_color": WHITE}},
}


def bars(series: Series) -> dict[str, Any]:
    """The fill of a chart's bars; each has a dark edge, so that white ones are seen."""
    return {**PATTERNS[series.pattern], "border": {"color": "#262626", "width": 0.75}}
