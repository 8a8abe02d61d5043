"""A drawing of a page and the place of a field → how much ink is there, and in what shape."""

from __future__ import annotations

from PIL import Image

from kalyp.write.pdf.forms import FormField
from tests.write.pdf.sheet import LETTERS, letter_field
from tests.write.pdf.viewers import SCALE

BLACK = 128  # grey below is ink


def inside(drawing: Image.Image, field: FormField) -> Image.Image:
    """The picture of a field, without its border."""
    left, bottom, right, top = (side * SCALE for side in field.rectangle)
    return drawing.crop((round(left) + 1, round(drawing.height - top) + 1, round(right) - 1, round(drawing.height - bottom) - 1))


def shape(picture: Image.Image) -> Image.Image | None:
    """The smallest part of a picture that has all its ink, in black and white; nothing where there is none."""
    ink = picture.point(lambda grey: 255 if grey < BLACK else 0)
    frame = ink.getbbox()
    return ink.crop(frame) if frame else None


def extent(drawing: Image.Image, field: FormField) -> tuple[int, int]:
    """Width and height of what is drawn in a field, in pixels."""
    drawn = shape(inside(drawing, field))
    return drawn.size if drawn else (0, 0)


def share_of_ink(drawing: Image.Image, field: FormField) -> float:
    """How much of a field is black, from 0 to 1."""
    picture = inside(drawing, field)
    return picture.point(lambda grey: 255 if grey < BLACK else 0).histogram()[255] / (picture.width * picture.height)


def letters_lost(drawing: Image.Image, fields: tuple[FormField, ...]) -> set[str]:
    """Which LETTERS, each typed into its own field, have no shape of their own: nothing is drawn, or what another letter shows.

    Right whatever font a viewer draws with, and it catches gaps, the box for missing letters, and Н for Ң alike.
    """
    places = {field.name: field for field in fields}
    shapes: dict[str, bytes] = {}
    for letter in LETTERS:
        drawn = shape(inside(drawing, places[letter_field(letter)]))
        shapes[letter] = b"" if drawn is None else str(drawn.size).encode() + drawn.tobytes()
    drawings = list(shapes.values())
    return {letter for letter, drawn in shapes.items() if not drawn or drawings.count(drawn) > 1}


def boxes_on(drawing: Image.Image, fields: tuple[FormField, ...]) -> dict[str, str]:
    """The boxes that a drawing shows ticked: field name and option."""
    return {field.name: field.option for field in fields if field.option and share_of_ink(drawing, field) > 0.15}
