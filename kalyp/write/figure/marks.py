"""Texts and lengths → the elements of an SVG: black lines on white, real text, lengths in mm."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kalyp.write.figure.grid import Text
from kalyp.write.figure.measure import ASCENT, MM, Line, Metrics

RULE = 0.3  # mm
GROUND = "#e6e6e6"
_SVG = "http://www.w3.org/2000/svg"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def empty(width: float, height: float, metrics: Metrics, origin: float = 0.0) -> etree._Element:
    """A picture of this size with nothing in it; `origin`: where its left and top edge lie on both axes."""
    sizes = {"width": f"{mm(width)}mm", "height": f"{mm(height)}mm"}
    box = f"{mm(origin)} {mm(origin)} {mm(width)} {mm(height)}"
    made = etree.Element(f"{{{_SVG}}}svg", sizes, nsmap={None: _SVG})
    made.attrib.update({"viewBox": box, "font-family": metrics.family})
    return made


def shown(root: etree._Element) -> str:
    """The picture as text."""
    return etree.tostring(root, encoding="unicode")


def element(tag: str, **attributes: str | float) -> etree._Element:
    """An element with its attributes, whose dashes are underscores here."""
    texts = {name.replace("_", "-"): value if isinstance(value, str) else mm(value) for name, value in attributes.items()}
    return etree.Element(f"{{{_SVG}}}{tag}", {name: value for name, value in texts.items() if (name, value) != ("rx", "0")})


def lines(text: Text, corner: tuple[float, float], *, centred: bool = False) -> Iterator[etree._Element]:
    """The lines of a text from its left upper corner on."""
    for line, offset in zip(text.lines, text.tops(), strict=True):
        left = corner[0] + ((text.width - line.width) / 2 if centred else 0.0)
        yield _line(line, left, corner[1] + offset)


def _line(line: Line, left: float, top: float) -> etree._Element:
    size = line.points * MM
    made = element("text", x=left, y=top + ASCENT * size, font_size=size)
    made.set(_LANGUAGE, line.language)
    for piece in line.pieces:
        part = made if len(line.pieces) == 1 else etree.SubElement(made, f"{{{_SVG}}}tspan")
        part.attrib.update({"font-weight": "bold"} if piece.bold else {})
        part.attrib.update({"font-style": "italic"} if piece.italic else {})
        part.text = piece.text
    return made


def mm(value: float) -> str:
    """A length as short as it is exact: hundredths of a millimetre."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0: no "-0"
