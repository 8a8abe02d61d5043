"""Field → a content control to fill, inside the bookmarks that keep its name where a program drops its tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kalyp.model.core import Field, FieldKind
from kalyp.write.docx.names import bookmarks
from kalyp.write.docx.styles import BLANK
from kalyp.write.docx.texts import shortened
from kalyp.write.docx.xml import Element, run, w
from kalyp.write.unwritable import Unwritable

Room = Literal["line", "cell"]

ON, OFF = "☒", "☐"
BOX_FONT = "MS Gothic"  # what Word itself takes for check boxes; elsewhere another font steps in
BOX_POINTS = 20  # the box is 0.72 of that in DejaVu, which Linux takes, and more in MS Gothic: 5 mm at least
BOX_DROP = 3  # points that a box stands below the line, so that words stand at its middle
DATE_FORMAT = "dd.MM.yyyy"
NAME_LIMIT = 64  # of the tag and the title of a control in Word
EMPTY = "\u2002"  # en space: something to click at that prints as nothing
EMPTY_SHARE = 0.5  # its width, as a share of the font size
WIDEST_EMPTY = 8
RULE = "_"
SHORTEST_RULE = 4
RULE_SHARE = 0.556  # the width of the rule's sign in Arial, as a share of the font size

BOXES = (FieldKind.CHECK, FieldKind.MARK)


class Controls:
    """Makes the controls and bookmarks of one section; numbers them, and sees to it that no name stands twice.

    Controls are numbered throughout the document: `before` names those of the sections before. Bookmarks are numbered from 1.
    In a document that is not `fillable` a field is a blank for a pen; the same form may then stand there twice.
    """

    def __init__(self, *, fillable: bool = True, before: Sequence[str] = ()) -> None:
        self._fillable = fillable
        self._before = len(before)
        self._numbers = {name: number for number, name in enumerate(before, 1)}
        self._bookmarks: dict[str, int] = {}  # name in small letters, since Word knows no others → number

    @property
    def names(self) -> tuple[str, ...]:
        """The controls that were made, in order."""
        return tuple(self._numbers)[self._before :]

    @property
    def bookmarks(self) -> tuple[str, ...]:
        """The bookmarks that were made, in the order of their numbers and in small letters."""
        return tuple(self._bookmarks)

    def control(self, field: Field, placeholder: str) -> list[Element]:
        """The control of a field with its bookmarks, as content of a paragraph.

        `placeholder` is what an empty text control shows. Word knows no limit to the length of a text, so `max_length` is
        for other formats. Raises Unwritable for a name that stands twice or a mark without value.
        """
        name = full_name(field)
        if not self._fillable:
            blank = w("rStyle", val=BLANK)
            box = ON if field.ticked else OFF
            return [run(box, blank, *box_look()) if field.kind in BOXES else run(placeholder.strip(EMPTY) or EMPTY, blank)]
        if name in self._numbers:
            raise Unwritable(field, f"{name} twice")
        number = self._numbers[name] = len(self._numbers) + 1
        look = box_look() if field.kind in BOXES else ()
        inner = run(OFF, *box_look()) if field.kind in BOXES else run(placeholder)
        control = w(
            "sdt",
            w(
                "sdtPr",
                w("rPr", *look) if look else None,
                w("alias", val=shortened(field.label.plain, NAME_LIMIT)),
                w("tag", val=name) if len(name) <= NAME_LIMIT else None,
                w("id", val=number),
                w("lock", val="sdtLocked"),
                None if look else w("showingPlcHdr"),
                _kind(field),
            ),
            w("sdtContent", inner),
        )
        return self.bookmarked(bookmarks(name, number), [control])

    def bookmarked(self, names: tuple[str, ...], content: list[Element]) -> list[Element]:
        """The content with bookmarks around it. Raises ValueError for a bookmark that the section has already."""
        starts, ends = [], []
        for name in names:
            if name.lower() in self._bookmarks:
                raise ValueError(name)
            number = self._bookmarks[name.lower()] = len(self._bookmarks) + 1
            starts.append(w("bookmarkStart", id=number, name=name))
            ends.append(w("bookmarkEnd", id=number))
        return [*starts, *content, *ends]


def full_name(field: Field) -> str:
    """What a control is called: the field's name, with the value for a mark (`level.12:low`)."""
    if ":" in field.name or not field.name:
        raise Unwritable(field, "name")
    if field.kind is not FieldKind.MARK:
        return field.name
    if not field.value:
        raise Unwritable(field, "mark without value")
    return f"{field.name}:{field.value}"


def box_look() -> tuple[Element, ...]:
    """The run properties of a box to tick."""
    fonts = w("rFonts", ascii=BOX_FONT, hAnsi=BOX_FONT, eastAsia=BOX_FONT, cs=BOX_FONT, hint="eastAsia")
    return fonts, w("position", val=-2 * BOX_DROP), w("sz", val=BOX_POINTS * 2)


def placeholder(room: Room, millimetres: float, points: float) -> str:
    """What an empty text control shows: in a line a rule to write on, in a cell nothing but room to click at, on one line."""
    if room == "cell":
        return EMPTY * max(1, min(WIDEST_EMPTY, int(millimetres / (points * EMPTY_SHARE * 25.4 / 72))))
    return RULE * max(SHORTEST_RULE, int(millimetres / (points * RULE_SHARE * 25.4 / 72)))


def _kind(field: Field) -> Element:
    """What can be put in, in Word's words."""
    match field.kind:
        case FieldKind.TEXT:
            return w("text")
        case FieldKind.LINES:
            return w("text", multiLine=1)
        case FieldKind.DATE:
            return w(
                "date",
                w("dateFormat", val=DATE_FORMAT),
                w("lid", val=field.label.wordings[0].language),
                w("storeMappedDataAs", val="dateTime"),
                w("calendar", val="gregorian"),
            )
        case FieldKind.CHECK | FieldKind.MARK:
            return w(
                "w14:checkbox",
                w("w14:checked", val=0),
                w("w14:checkedState", val=f"{ord(ON):X}", font=BOX_FONT),
                w("w14:uncheckedState", val=f"{ord(OFF):X}", font=BOX_FONT),
            )
