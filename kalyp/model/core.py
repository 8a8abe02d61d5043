"""The core blocks: what every rich block lowers to, and all that a writer has to know.

A lowered document holds text in the languages of one edition and no references: whoever writes it needs neither the
content folder nor the framework. All values are frozen and compare by content, so that the hash of a lowered document
tells whether an output has to be made again. Lengths are millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

PEN_LINE = 8.0  # mm: what a pen needs between two lines


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `link`: the anchor that it leads to, in the same document."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in one language of the edition."""

    language: str
    runs: tuple[Run, ...]

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in each language of the edition, in the edition's order; one wording in an edition of one language."""

    wordings: tuple[Wording, ...]

    @property
    def plain(self) -> str:
        """All wordings without styles, joined as they are shown in a place that takes plain text only."""
        return " / ".join(wording.plain for wording in self.wordings)


class FieldKind(StrEnum):
    """What a person can put in."""

    TEXT = "text"  # one line
    LINES = "lines"  # several lines
    DATE = "date"
    CHECK = "check"  # a box of its own: on or off
    MARK = "mark"  # one box of a group of which one at most is on (radio)


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write or tick; may stand alone, in a paragraph or in a cell.

    `name` is the same in every format and language. A MARK shares its name with the other marks of its group and has its
    own `value`; a CHECK has the value "on". `label` says what is asked, for screen readers and tooltips; it is not printed.
    `width` 0 means: as wide as there is room. `lines` is the room for a pen, each PEN_LINE high. `ticked`: a box with a cross in
    it, in a document that can't be filled in.
    """

    kind: FieldKind
    name: str
    label: Phrase
    value: str = ""
    width: float = 0
    lines: int = 1
    max_length: int = 0
    ticked: bool = False


Inline = Phrase | Field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title. `anchor` is unique in the document. `listed`: tables of contents show it."""

    level: int
    text: Phrase
    anchor: str
    number: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, with fields in it where they are asked for.

    Styles: `body`; `lead` (introduction), `note` (small print), `label` (what a field asks), `tick` (boxes, each followed by
    its words: a box and its words stay on one line).
    """

    items: tuple[Inline, ...]
    style: Literal["body", "lead", "note", "label", "tick"] = "body"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: its marker as printed (`1.`, `а)`, `–`) and what it says."""

    marker: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list whose markers are already made."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` is its share in mm of the table's width (shares are scaled to the room there is)."""

    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of blocks. `head` cells head a row or column. `turned`: set bottom-up where the format can."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    head: bool = False
    centred: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; it never breaks across pages. `height` is the least height in mm. `group`: a band that heads the next rows."""

    cells: tuple[Cell, ...]
    height: float = 0
    group: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands at a table or figure: its number in `label` (words with {number} in them), and what it shows."""

    kind: Literal["table", "figure"]
    number: int
    label: Phrase
    text: Phrase


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the head rows stand again on every page. `plain` has no rules (for laying out label and field).

    A caption stands above the table; `anchor`, where it has one, is what links lead to.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    label: Phrase
    style: Literal["ruled", "plain"] = "ruled"
    caption: Caption | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A text in a diagram, on a grid: `row` and `column` from 1, and how many of each it covers.

    Styles: `box` (framed), `round` (framed, round corners), `band` (grey ground), `plain` (no frame).
    """

    id: str
    text: Phrase
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    style: Literal["box", "round", "band", "plain"] = "box"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from node to node with a head at its end; `both`: one at its beginning, too."""

    start: str
    end: str
    label: Phrase | None = None
    both: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram; `alt` says all that it shows, for those who don't see it.

    The writer lays out the grid; the caption stands below.
    """

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    alt: Phrase
    anchor: str
    caption: Caption | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: what it is of, how long it is (not negative), and what is printed at its end."""

    label: Phrase
    value: float
    shown: Phrase


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars one below the other, from a common line to the right; `alt` says all that they show, for those who don't see them.

    The longest bar takes the room there is; the caption stands below.
    """

    bars: tuple[Bar, ...]
    alt: Phrase
    anchor: str
    caption: Caption | None = None


Drawn = Figure | Chart  # blocks that are a picture


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that stay together: a `note` in a frame, or the `cover` that fills a page of its own."""

    blocks: tuple[Block, ...]
    style: Literal["note", "cover"] = "note"


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of the headings down to a level; the writer fills in the page numbers."""

    title: Phrase
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Page:
    """The paper: size in mm, and margins top, right, bottom, left in mm."""

    width: float
    height: float
    margins: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Break:
    """A new page begins; `right`: on a right-hand page. `page`: the paper from here on, where it differs from the document's.

    Breaks stand at the top level only: what lies between two of them can be set apart from the rest.
    """

    right: bool = False
    page: Page | None = None


Block = Heading | Paragraph | List | Table | Figure | Chart | Field | Box | Contents | Break


@dataclass(frozen=True, slots=True)
class Lowered:
    """One edition of a document, ready to be written.

    `foot` is the line at the foot of each page but for the page number; `page_of` are the words of "page x of y" with `{page}`
    and `{pages}` in them, one a language. `date` is ISO (YYYY-MM-DD) and the only date in an output. `fillable`: whether its
    fields can be filled in on a computer; in a book that shows forms they are for a pen only.
    """

    document: str
    kind: str
    code: str
    languages: tuple[str, ...]
    title: Phrase
    subject: Phrase
    foot: Phrase
    page_of: Phrase
    date: str
    edition: str
    page: Page
    blocks: tuple[Block, ...]
    fillable: bool = True


def _unguarded(*kinds: type) -> None:
    """Let values be told without a guard against circles, which there are none of: it takes half the time to hash a book."""
    for kind in kinds:
        setattr(kind, "__repr__", getattr(kind.__repr__, "__wrapped__", kind.__repr__))  # noqa: B010 (no type allows it)


_unguarded(Run, Wording, Phrase, Field, Heading, Paragraph, ListItem, List, Column, Cell, Row, Table)
