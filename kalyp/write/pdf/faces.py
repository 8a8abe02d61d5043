"""The fonts of pages → faces that documents embed: whole but for hinting and layout tables, the same bytes in every document.

A face so stripped takes 26 KB deflated (a subset half of that), its glyph ids are those of the file that pages are set with, and
equal bytes can be shared: between the sections of a book, and between the forms of a pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Object, Pdf

from kalyp.write.fonts import FontFile
from kalyp.write.pdf import fieldfont
from kalyp.write.pdf import forms_appearance as appearance
from kalyp.write.pdf.fieldfont import FieldFont

_WEIGHTS = {"normal": 400, "bold": 700}  # as CSS counts them
# What a viewer needs of a TrueType font whose glyphs are asked for by their ids (ISO 32000-1, 9.9).
_TABLES = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


class UnknownFace(Exception):
    """A text was set in a font that isn't among the project's: a letter that they lack, or one joined from several."""


class Faces:
    """The faces of a project, loaded when they are asked for; a face is named by its place in the project's list."""

    def __init__(self, files: Sequence[FontFile]) -> None:
        self._files = tuple(files)

    def __getitem__(self, place: int) -> FieldFont:
        file = self._files[place]
        return _load(file.path, f"{file.family}-{file.weight}-{file.style}".replace(" ", ""))

    def place(self, family: str, weight: int, italic: bool) -> int:
        """Where a face stands in the list. Raises UnknownFace."""
        for place, file in enumerate(self._files):
            known = (file.family, _WEIGHTS.get(file.weight) or int(file.weight), file.style != "normal")
            if known == (family, weight, italic):
                return place
        raise UnknownFace(f"{family} {weight}{' italic' * italic}")

    def used(self, fonts: Sequence[Any]) -> dict[str, int]:
        """The faces of WeasyPrint's fonts, by the name that pages call each. Raises UnknownFace."""
        found = {}
        for font in fonts:
            if font.family == fieldfont.FAMILY:
                continue  # pages show none of it
            place = found[font.hash] = self.place(font.family, int(font.weight), bool(font.style))
            known = self[place].characters
            lost = {text for glyph, text in font.to_unicode.items() if glyph not in known}
            if lost:
                raise UnknownFace(f"{font.family} has no glyph of their own for {sorted(lost)}")
        return found

    def embed(self, pdf: Pdf, place: int) -> Object:
        """Put a face into a file; return it, indirect."""
        return appearance.embed(pdf, self[place])


@lru_cache(maxsize=8)
def _load(path: Path, name: str) -> FieldFont:
    font = fieldfont.parse(path.read_bytes())
    data = _strip(path, len(font.widths))
    digest = hashlib.sha256(data).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest[:6])  # as subsets are called (ISO 32000-1, 9.6.4): same name, same bytes
    return replace(font, data=data, name=f"{tag}+{name}")


def _strip(path: Path, glyphs: int) -> bytes:
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False, retain_gids=True, glyph_names=False
    )
    font: TTFont = subset.load_font(str(path), options)
    options.drop_tables = sorted(set(font.keys()) - _TABLES - {"GlyphOrder"})
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=range(glyphs))
    subsetter.subset(font)
    content = BytesIO()
    subset.save_font(font, content, options)
    return content.getvalue()
