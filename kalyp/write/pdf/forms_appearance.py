"""A value and the size of its widget → the appearance stream that every viewer shows and prints.

Lengths are points. The text stands where PDFium, MuPDF and Poppler set it themselves when somebody types, so that a prefilled
line does not jump when it is edited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from kalyp.write.pdf import fieldfont
from kalyp.write.pdf.fieldfont import FieldFont

TEXT_SIZE = 11  # a line of its own
LINES_SIZE = 10  # text of several lines
PADDING = 2  # between a widget's edge and its text

# PDFium looks at the name of the resource, not of the font: with this one alone it trusts the embedded font for every
# character, with any other it drops the letters that no Western code page has.
FONT = Name.Wingdings

# The cross of a ticked box: its distance from the edge and its stroke, as shares of the box. Wide enough for a grey copy.
CROSS_INSET = 0.2
CROSS_STROKE = 0.14


def default_style(multiline: bool, points: float = 0) -> str:
    """The /DA of a text field: its font, size (0: the usual one) and colour."""
    return f"{FONT} {points or usual_size(multiline):g} Tf 0 g"


def usual_size(multiline: bool) -> float:
    """The size in which a field's text is set, in points."""
    return LINES_SIZE if multiline else TEXT_SIZE


def embed(pdf: Pdf, font: FieldFont) -> Dictionary:
    """Put the font into the file as a Type 0 font whose codes are glyph ids (ISO 32000-1, 9.7); return it, indirect."""
    name = Name(f"/{font.name}")
    program = Stream(pdf, font.data, Length1=len(font.data))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,  # symbolic: its characters are not those of the standard Latin set
        FontBBox=Array([round(side) for side in font.box]),
        ItalicAngle=0,
        Ascent=round(font.ascent),
        Descent=round(font.descent),
        CapHeight=round(font.cap_height),
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=Array([0, Array([round(width) for width in font.widths])]),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, fieldfont.to_unicode(font))),
        )
    )


@dataclass(frozen=True, slots=True)
class Ink:
    """What text is drawn with: the font as it stands in the file, and what is known of its letters."""

    resource: Object
    font: FieldFont


def ink(pdf: Pdf) -> Ink:
    """Read back the font that `embed` made and `repair` put into the form."""
    resource = pdf.Root.AcroForm.DR.Font[FONT]
    return Ink(resource, fieldfont.parse(bytes(resource.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())))


def text(pdf: Pdf, ink: Ink, size: tuple[float, float], value: str, multiline: bool, points: float = 0) -> Stream:
    """Draw a value into a widget of a size; what does not fit is cut at its edge. `points` 0: the usual size of its text."""
    if not value:
        return _stream(pdf, size, b"/Tx BMC EMC")
    font = ink.font
    width, height = size
    points = points or usual_size(multiline)
    leading = (font.ascent - font.descent) * points / 1000
    value = unicodedata.normalize("NFC", value)
    if multiline:
        lines = list(wrap(value, font, (width - 2 * PADDING) * 1000 / points))
        baseline = height - PADDING - font.ascent * points / 1000
    else:
        lines = [" ".join(value.expandtabs(1).splitlines())]
        baseline = (height - leading) / 2 - font.descent * points / 1000
    drawn = "\n".join(f"<{''.join(f'{glyph:04x}' for glyph in font.encode(line))}> Tj T*" for line in lines)
    content = (
        f"/Tx BMC q 1 1 {width - 2:.3f} {height - 2:.3f} re W n BT\n"
        f"{default_style(multiline, points)} {leading:.3f} TL {PADDING} {baseline:.3f} Td\n{drawn}\nET Q EMC"
    )
    return _stream(pdf, size, content.encode("ascii"), Dictionary(Font=Dictionary({str(FONT): ink.resource})))


def cross(pdf: Pdf, size: tuple[float, float]) -> Stream:
    """Draw what a ticked box shows: a cross that fills it."""
    width, height = size
    left, bottom = CROSS_INSET * width, CROSS_INSET * height
    right, top = width - left, height - bottom
    content = (
        f"q 0 G {CROSS_STROKE * min(size):.3f} w 1 J {left:.3f} {bottom:.3f} m {right:.3f} {top:.3f} l "
        f"{left:.3f} {top:.3f} m {right:.3f} {bottom:.3f} l S Q"
    )
    return _stream(pdf, size, content.encode("ascii"))


def blank(pdf: Pdf, size: tuple[float, float]) -> Stream:
    """Draw what an empty box shows: nothing, for its border is the page's."""
    return _stream(pdf, size, b"")


def wrap(value: str, font: FieldFont, room: float) -> Iterator[str]:
    """Cut a text into lines at its words, within `room` (thousandths of its size); a word wider than that is cut anywhere."""
    for paragraph in value.expandtabs(4).splitlines():
        line = ""
        for piece in re.findall(r"\S+|\s+", paragraph):
            if font.width(line + piece) <= room or piece.isspace():
                line += piece
                continue
            if line.strip():
                yield line.rstrip()
            *full, line = _cut(piece, font, room)
            yield from full
        yield line.rstrip()


def _cut(word: str, font: FieldFont, room: float) -> Iterator[str]:
    """Cut a word into pieces that fit; each has one character at least."""
    piece = ""
    for character in word:
        if piece and font.width(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def _stream(pdf: Pdf, size: tuple[float, float], content: bytes, resources: Dictionary | None = None) -> Stream:
    return Stream(
        pdf,
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, *(round(side, 3) for side in size)]),
        Resources=resources or Dictionary(),
    )
