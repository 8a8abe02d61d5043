"""Text in a form that is longer than its place → set smaller, on two lines if need be; and the fields that no size helps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pikepdf import Dictionary, Name, Object, Pdf, String

from kalyp.write.pdf import forms_appearance as appearance
from kalyp.write.pdf.fieldfont import FieldFont
from kalyp.write.pdf.forms import MULTILINE
from kalyp.write.pdf.formtree import fields, inherited

# What is tried, best first: a size in points, and whether in several lines. Smaller than 7 nobody reads on a copy.
_LINE = ((11, False), (10, False), (9, False), (8.5, False), (8.5, True), (8, False), (8, True), (7, False), (7, True))
_LINES = ((10, True), (9, True), (8, True), (7, True))


def fit(pdf: Pdf, names: Iterable[str]) -> tuple[str, ...]:
    """Set the text of these fields as large as their places allow, in place; return the fields whose text a print would cut.

    The fields were filled by `kalyp.write.pdf.forms.fill`. What fits stays as it is.
    """
    known = dict(fields(pdf.Root.AcroForm))
    texts = [name for name in names if inherited(known[name], Name.FT) == Name.Tx and str(known[name].get(Name.V, ""))]
    if not texts:
        return ()
    ink = appearance.ink(pdf)
    return tuple(name for name in texts if not _fit(pdf, ink, known[name]))


def _fit(pdf: Pdf, ink: appearance.Ink, field: Object) -> bool:
    value = unicodedata.normalize("NFC", str(field.V))
    widgets = list(field.get(Name.Kids, [field]))
    flags = int(inherited(field, Name.Ff) or 0)
    tried = _LINES if flags & MULTILINE else _LINE
    sizes = [_size(widget) for widget in widgets]
    found = next((way for way in tried if all(_fits(value, ink.font, size, *way) for size in sizes)), None)
    if found != tried[0]:
        points, multiline = found or tried[-1]
        field.DA = String(appearance.default_style(multiline, points))
        field.Ff = flags | MULTILINE if multiline else flags
        for widget, size in zip(widgets, sizes, strict=True):
            widget.AP = Dictionary(N=pdf.make_indirect(appearance.text(pdf, ink, size, value, multiline, points)))
    return found is not None


def _fits(value: str, font: FieldFont, size: tuple[float, float], points: float, multiline: bool) -> bool:
    """Whether a text fits without being cut, and without a word being cut in two."""
    width, height = size
    room = (width - 2 * appearance.PADDING) * 1000 / points
    if not multiline:
        return font.width(" ".join(value.expandtabs(1).splitlines())) <= room
    lines = list(appearance.wrap(value, font, room))
    leading = (font.ascent - font.descent) * points / 1000
    whole = all(font.width(word) <= room for word in value.split())
    return whole and len(lines) * leading <= height - appearance.PADDING


def _size(widget: Object) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in widget.Rect)
    return right - left, top - bottom
