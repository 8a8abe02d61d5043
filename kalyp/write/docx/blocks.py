"""Core blocks → the paragraphs and tables of a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from docx.oxml.ns import qn

from kalyp.model.core import (
    PEN_LINE,
    Block,
    Box,
    Caption,
    Chart,
    Contents,
    Drawn,
    Field,
    FieldKind,
    Figure,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Phrase,
    Table,
)
from kalyp.model.walk import listed
from kalyp.write.docx import figures, tables
from kalyp.write.docx.controls import BOXES, Controls, placeholder
from kalyp.write.docx.names import anchor
from kalyp.write.docx.styles import BODY_POINTS, CONTENTS, HEADINGS, INNER, POINTS
from kalyp.write.docx.tables import Place
from kalyp.write.docx.texts import (
    NEW_LINE,
    NO_BREAK,
    SLASH,
    Change,
    Cuts,
    hyphened,
    linked,
    phrase_runs,
    same,
    text_width,
    unbroken,
    unlinked,
)
from kalyp.write.docx.xml import Element, field, paragraph, run, twips, w
from kalyp.write.unwritable import Unwritable

INDENT = 8.0  # mm a level of a list
_FIGURE_MARGIN = 0.5  # mm that a picture is narrower than its room: LibreOffice cuts off what it takes for too wide
_CAPTION_ROOM = 20.0  # mm of a page that a figure leaves to its caption
BOX_WIDTH = 8.0  # mm of a line that a box takes
EM_SPACE = "\u2003"
BETWEEN_CHOICES = EM_SPACE + " "  # the line may break there
PAGE_UNKNOWN = ""  # Word computes the page numbers of contents when the file is opened
_OPENING, _CLOSING = "(«„[", ".,;:!?)»…]"


class Blocks:
    """Writes the blocks of one section, and numbers what is numbered in it. `headings` are those of the whole document."""

    def __init__(self, controls: Controls, pictures: figures.Pictures, cuts: Cuts | None, headings: Sequence[Heading]) -> None:
        self.controls = controls
        self.pictures = pictures
        self._cuts = cuts
        self._headings = headings

    def flow(self, blocks: Sequence[Block], place: Place) -> list[Element]:
        """Blocks one under the other. Raises Unwritable for a block that this writer doesn't know."""
        place = replace(place, alone=len(blocks) == 1 and place.inside == "cell")
        parts = []
        for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
            keep = place.keep or _leads(block, after)
            led = isinstance(before, Heading) or (before is not None and _leads(before, block))
            parts.append(self._block(block, replace(place, keep=keep, led=led)))
            if place.marker:
                place = replace(place, marker="")
        return _stacked(parts)

    def _block(self, block: Block, place: Place) -> list[Element]:
        match block:
            case Heading():
                return [self._heading(block, place)]
            case Paragraph():
                return self._paragraph(block, place)
            case List():
                return self._list(block, place)
            case Table():
                return self._table(block, place)
            case Figure() | Chart():
                return self._figure(block, place)
            case Field():
                return self._field(block, place)
            case Box():
                return self._box(block, place)
            case Contents():
                return self._contents(block, place)
            case _:
                raise Unwritable(block)

    def _box(self, block: Box, place: Place) -> list[Element]:
        if block.style == "note":
            return [tables.frame("Frame", lambda inner: self.flow(block.blocks, inner), place)]
        if place.inside != "page":
            raise Unwritable(block)
        return self.flow(block.blocks, replace(place, inside="cover", centred=True))

    def _heading(self, block: Heading, place: Place) -> Element:
        if not 1 <= block.level <= len(HEADINGS):
            raise Unwritable(block, f"level {block.level}")
        number = [run(block.number + NO_BREAK)] if block.number else []
        content = self._anchored(block, [*number, *phrase_runs(block.text)])
        return _paragraph_in(place, (HEADINGS if block.listed else INNER)[block.level - 1], content)

    def _anchored(self, block: Heading | Table | Drawn, content: list[Element]) -> list[Element]:
        """The content as what links to the block's anchor lead to."""
        if not block.anchor:
            return content
        try:
            return self.controls.bookmarked((anchor(block.anchor),), content)
        except ValueError as error:
            raise Unwritable(block, f"{block.anchor} twice") from error

    def _table(self, block: Table, place: Place) -> list[Element]:
        """A table, with its caption above; without one the table's first paragraph is what links lead to."""
        if block.caption:
            caption = self._caption(block.caption, replace(place, keep=True), lambda label: self._anchored(block, label))
            return [caption, tables.table(block, replace(place, marker=""), self.flow)]
        made = tables.table(block, place, self.flow)
        first = next(made.iter(qn("w:p")))
        for mark in reversed(self._anchored(block, [])):
            first.insert(1, mark)  # after its properties
        return [made]

    def _figure(self, block: Drawn, place: Place) -> list[Element]:
        """A picture, with its caption below; links lead to the picture, so that both are seen."""
        room, height = place.room - place.indent - _FIGURE_MARGIN, place.height - _CAPTION_ROOM
        picture = self.pictures.picture(block, room, height)
        line = _paragraph_in(replace(place, keep=False), "Figure", self._anchored(block, [picture]))
        return [line, *([self._caption(block.caption, place, list)] if block.caption else [])]

    def _caption(self, block: Caption, place: Place, mark: Callable[[list[Element]], list[Element]]) -> Element:
        return _paragraph_in(place, "Caption", figures.caption(block, mark))

    def _paragraph(self, block: Paragraph, place: Place) -> list[Element]:
        """A paragraph; where it asks for several lines, the room for them comes between two parts of it."""
        parts = []
        for lines, group in groupby(block.items, key=_is_lines):
            items = list(group)
            if block.style == "tick" and not lines and not self._whole(items, place):
                first, *others = _choices(items)
                parts.append([self._choice(first, place)])
                parts += [[self._choice(other, replace(place, marker=""))] for other in others]
            elif lines or (len(block.items) == 1 and isinstance(items[0], Field)):
                place = replace(place, alone=place.alone and len(block.items) == 1)
                parts += [self._field(item, place) for item in items if isinstance(item, Field)]
            else:
                style = _style(block.style, place)
                content = self._inline(items, POINTS[style], place, ticks=block.style == "tick")
                parts.append([_paragraph_in(place, style, content)])
            if place.marker:
                place = replace(place, marker="")
        return _stacked(parts)

    def _inline(self, items: Sequence[Inline], points: float, place: Place, *, ticks: bool = False) -> list[Element]:
        """Text and fields in a line, with the spaces between them that the model leaves to the writer; `ticks`: choices that
        each fit in a line.
        """
        rule = _rule_width(items, points, place)
        between = NEW_LINE if len(items) == 1 else unbroken("", SLASH) if ticks else SLASH
        made: list[Element] = []
        for before, item in zip([None, *items], items, strict=False):
            made += _space(before, item, ticks=ticks)
            if isinstance(item, Field):
                made += self.controls.control(item, placeholder("line", min(item.width or rule, place.room), points))
            else:
                made += phrase_runs(item, between, unbroken if ticks else self._change(place, points))
        return made

    def _whole(self, items: Sequence[Inline], place: Place) -> bool:
        """Whether all choices fit in a line each, box and words, so that several of them may share one."""
        if len(_choices(items)) == 1 and any(map(_is_box, items)):
            return False
        texts = [item.plain for item in items if isinstance(item, Phrase)]
        widest = max((text_width(text, POINTS["Tick"]) + BOX_WIDTH for text in texts), default=0)
        return widest <= place.room - place.indent

    def _choice(self, items: Sequence[Inline], place: Place) -> Element:
        """A choice on lines of its own: the words hang beside their box."""
        if not _is_box(items[0]):
            return _paragraph_in(place, "Tick", self._inline(items, POINTS["Tick"], place))
        inner = replace(place, room=place.room - BOX_WIDTH)
        box = self._inline(items[:1], POINTS["Tick"], place)
        words = self._inline(items[1:], POINTS["Tick"], inner)
        hung = replace(place, indent=place.indent + BOX_WIDTH, hang=BOX_WIDTH + (place.hang if place.marker else 0))
        return _paragraph_in(hung, "Tick", [*box, run("\t"), *words], hanging=True)

    def _change(self, place: Place, points: float) -> Change:
        """How texts are to be changed here: in a cell, too long a word is hyphenated."""
        return hyphened(self._cuts, place.room, points) if self._cuts and place.inside == "cell" else same

    def _list(self, block: List, place: Place) -> list[Element]:
        """Items with their markers hanging out; a first block that can't take the marker in stands under it."""
        if not block.items:
            return []
        points = POINTS[_style("body", place)]
        hang = max([INDENT, *(text_width(item.marker, points) + 2 for item in block.items)])
        inner = replace(place, indent=place.indent + hang, hang=hang, alone=False)
        made: list[Element] = []
        for number, item in enumerate(block.items):
            begins = number == 0 and place.led and len(block.items) > 1
            inner = replace(inner, keep=place.keep or begins)
            first = replace(inner, marker=item.marker)
            if not _takes_marker(item):
                made.append(_paragraph_in(replace(first, keep=True), _style("body", place), []))
                first = inner
            made += self.flow(item.blocks, first)
        return made

    def _field(self, block: Field, place: Place) -> list[Element]:
        """A field of its own: a box, a line with a rule, or a frame; in a cell or frame without a rule of its own."""
        if block.kind is FieldKind.LINES and not (place.alone and place.frame):
            style = "Room" if place.frame else "Frame"
            return [tables.frame(style, lambda inner: self._answer(block, inner), place, block.lines * PEN_LINE)]
        return self._answer(block, place)

    def _answer(self, block: Field, place: Place) -> list[Element]:
        content = self.controls.control(block, placeholder("cell", place.room - place.indent, BODY_POINTS))
        if place.frame or block.kind in BOXES:
            return [_paragraph_in(place, _style("body", place), content)]
        right = max(0.0, place.room - place.indent - block.width) if block.width else 0
        return [_paragraph_in(place, "Answer", content, right=right, rule=True)]

    def _contents(self, block: Contents, place: Place) -> list[Element]:
        """The contents as a field of Word with its entries; the document's title is none of them."""
        title = _paragraph_in(place, "TOCHeading", phrase_runs(block.title))
        entered = listed(self._headings, block.depth)
        if not entered:
            return [title]
        begin, end = _around(f'TOC \\o "1-{block.depth - 1}" \\h \\z')
        entries = [_entry(each) for each in entered]
        entries[0][:0] = begin
        entries[-1] += end
        lines = [paragraph(CONTENTS[each.level - 2], runs) for each, runs in zip(entered, entries, strict=True)]
        # A control of its own, so that Word lets the contents be updated where the text around is locked.
        gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
        return [w("sdt", w("sdtPr", gallery), w("sdtContent", title, *lines))]


def _stacked(parts: Iterable[list[Element]]) -> list[Element]:
    """Blocks one under the other, as they were made."""
    made: list[Element] = []
    for elements in parts:
        if made and made[-1].tag == qn("w:tbl"):  # Word makes one table of two that touch
            made.append(paragraph("Gap", []))
        made += elements
    return made


def _leads(block: Block, after: Block | None) -> bool:
    """Whether a paragraph is nothing without the list or table after it."""
    match block, after:
        case Paragraph(), Table():
            return True
        case Paragraph(items=(*_, Phrase() as last)), List():
            return last.plain.rstrip().endswith(":")
    return False


def _entry(heading: Heading) -> list[Element]:
    """A line of the contents: number, text and page, all a link to the heading."""
    number = [run(heading.number + NO_BREAK)] if heading.number else []
    page = field(f"PAGEREF {anchor(heading.anchor)} \\h", PAGE_UNKNOWN)
    return [linked(heading.anchor, [*number, *phrase_runs(unlinked(heading.text), SLASH), run("\t"), *page])]


def _around(instruction: str) -> tuple[list[Element], list[Element]]:
    """What begins and what ends a field that reaches over paragraphs."""
    begin, order, separate, _, end = field(instruction, "")
    return [begin, order, separate], [end]


def _paragraph_in(
    place: Place, style: str, content: list[Element], *, right: float = 0, rule: bool = False, hanging: bool = False
) -> Element:
    """A paragraph where it belongs: indented, centred, with its marker, and with a rule under it to write on.

    `hanging`: its first line hangs out, as with a marker.
    """
    hang = place.hang if place.marker or hanging else 0
    indented = place.indent or right
    return paragraph(
        style,
        [*([run(f"{place.marker}\t")] if place.marker else []), *content],
        *([w("keepNext")] if place.keep else []),
        *([w("pBdr", w("bottom", val="single", sz=4, space=1, color="000000"))] if rule else []),
        *([w("tabs", w("tab", val="left", pos=twips(place.indent - BOX_WIDTH)))] if place.marker and hanging else []),
        *([w("ind", left=twips(place.indent), right=twips(right), hanging=twips(hang))] if indented else []),
        *([w("jc", val="center")] if place.centred else []),
    )


def _style(style: str, place: Place) -> str:
    """The Word style of a paragraph's style; running text in a cell is smaller, and bold where it heads columns."""
    if style == "body" and place.inside == "cell":
        return "TurnedHead" if place.turned else "TableHead" if place.head else "TableText"
    if style == "note" and place.head:
        return "HeadNote"
    named = style.capitalize()
    return f"Cover{named}" if place.inside == "cover" and f"Cover{named}" in POINTS else named


def _takes_marker(item: ListItem) -> bool:
    match item.blocks[:1]:
        case (Paragraph(items=(first, *_)),):
            return not _is_lines(first)
        case (Field() as alone,):
            return not _is_lines(alone)
    return False


def _is_lines(item: Inline) -> bool:
    return isinstance(item, Field) and item.kind is FieldKind.LINES


def _rule_width(items: Sequence[Inline], points: float, place: Place) -> float:
    """How long the rules of fields without a width are, in mm: together what is left of the line, none under 30."""
    room = place.room - place.indent
    used = sum(text_width(item.plain, points) + 2 for item in items if isinstance(item, Phrase))
    fields = [item for item in items if isinstance(item, Field)]
    used += sum(item.width or (BOX_WIDTH if item.kind in BOXES else 0) for item in fields)
    open_ended = sum(1 for item in fields if not item.width and item.kind not in BOXES)
    return max(30.0, (room - used % room) / max(1, open_ended) - 2)


def _is_box(item: Inline | None) -> bool:
    return isinstance(item, Field) and item.kind in BOXES


def _choices(items: Sequence[Inline]) -> list[list[Inline]]:
    """Each box with what follows it."""
    found: list[list[Inline]] = []
    for item in items:
        if not found or _is_box(item):
            found.append([])
        found[-1].append(item)
    return found


def _space(before: Inline | None, item: Inline, *, ticks: bool) -> list[Element]:
    """The space between two items, unless the text has it or wants none; a box that is to be ticked is held to its words."""
    if before is None:
        return []
    if ticks and (_is_box(before) or _is_box(item)):
        return [run(BETWEEN_CHOICES if _is_box(item) else NO_BREAK)]
    end = before.plain[-1:] if isinstance(before, Phrase) else ""
    start = item.plain[:1] if isinstance(item, Phrase) else ""
    if end.isspace() or start.isspace() or (end and end in _OPENING) or (start and start in _CLOSING):
        return []
    return [run(" ")]
