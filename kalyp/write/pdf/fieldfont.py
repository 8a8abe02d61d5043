"""Installed PT Sans → the small font that a filled field is drawn with, in a cache; and what any font file can show.

A viewer draws what a person types with the font that the form carries, so that font must have every letter that may be
typed, not only those on the page. PT Sans whole is 223 KB in each form; this subset is a tenth of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from kalyp.write.paths import write_whole

# The SIL Open Font License reserves the name "PT Sans" for the unchanged font: a subset must be called otherwise.
FAMILY = "Kalyp Field"
POSTSCRIPT_NAME = "KalypField"

# Wide on purpose: in Chromium a character outside the form's font is a gap.
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A
    (0x0400, 0x052F),  # Cyrillic and its supplement: Kyrgyz, Kazakh, Russian and their neighbours
    (0x2000, 0x206F),  # spaces, dashes, quotation marks
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x2300),  # № ™ and the signs of arithmetic
)

# Records of the name table (OpenType, "name"): family, full name, unique id, PostScript name, preferred family.
_RENAMED = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: POSTSCRIPT_NAME, 16: FAMILY}
# Copyright, designer, licence and its address stay: the licence asks for them.
_KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 8, 9, 13, 14, 16]


@dataclass(frozen=True)
class FieldFont:
    """A TrueType font as a PDF needs it; lengths are thousandths of the text's size.

    `glyphs` maps a character to its glyph id, `widths` holds the advance of each glyph id, `box` is left, bottom, right, top.
    """

    data: bytes
    name: str
    glyphs: Mapping[str, int]
    widths: tuple[float, ...]
    ascent: float
    descent: float
    cap_height: float
    box: tuple[float, float, float, float]

    @cached_property
    def characters(self) -> Mapping[int, str]:
        """The character that each glyph id shows. The first wins where several share one: a space before a no-break space."""
        found: dict[int, str] = {}
        for character, glyph in self.glyphs.items():
            found.setdefault(glyph, character)
        return found

    def width(self, text: str) -> float:
        """The advance of a text."""
        return sum(self.widths[glyph] for glyph in self.encode(text))

    def encode(self, text: str) -> list[int]:
        """The glyph ids of a text. What the font lacks is a question mark, never a silent gap (PDF/UA forbids glyph 0)."""
        unknown = self.glyphs["?"]
        return [self.glyphs.get(character, unknown) for character in text]


def make(source: Path, target: Path) -> Path:
    """Write the subset of the font file `source` to `target` and return `target`; same source, same bytes.

    Raises what fontTools raises where `source` is no font.
    """
    options = subset.Options(
        hinting=False,
        layout_features=[],
        name_IDs=_KEPT_NAMES,
        name_languages=[0x409],
        notdef_outline=True,
        recalc_timestamp=False,
        glyph_names=False,
        drop_tables=[*subset.Options().drop_tables, "DSIG", "GPOS", "GSUB", "kern"],
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _RENAMED:
            record.string = _RENAMED[record.nameID]
    content = BytesIO()
    subset.save_font(font, content, options)
    write_whole(target, content.getvalue())
    return target


def characters(path: Path) -> frozenset[str]:
    """Every character that the font file can show."""
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def load(path: Path) -> FieldFont:
    """Read a font file made by `make`."""
    return parse(path.read_bytes())


@lru_cache(maxsize=4)
def parse(data: bytes) -> FieldFont:
    """Read a font from its bytes: those of a file, or those that a filled form carries."""
    with TTFont(BytesIO(data), lazy=True) as font:
        head, hhea, metrics = font["head"], font["hhea"], font["hmtx"].metrics
        scale = 1000 / head.unitsPerEm
        return FieldFont(
            data=data,
            name=font["name"].getDebugName(6),
            glyphs={chr(code): font.getGlyphID(name) for code, name in sorted(font.getBestCmap().items())},
            widths=tuple(metrics[name][0] * scale for name in font.getGlyphOrder()),
            ascent=hhea.ascent * scale,
            descent=hhea.descent * scale,
            cap_height=getattr(font["OS/2"], "sCapHeight", hhea.ascent) * scale,
            box=(head.xMin * scale, head.yMin * scale, head.xMax * scale, head.yMax * scale),
        )


def to_unicode(font: FieldFont) -> bytes:
    """The CMap that tells a viewer which character each glyph id is (ISO 32000-1, 9.10.3); typing needs it, too."""
    pairs = [f"<{glyph:04x}> <{ord(character):04x}>" for glyph, character in sorted(font.characters.items())]
    return "\n".join(_cmap_lines(pairs)).encode("ascii")


def _cmap_lines(pairs: list[str]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <ffff> endcodespacerange"
    for start in range(0, len(pairs), 100):  # a CMap takes at most 100 pairs at a time
        block = pairs[start : start + 100]
        yield f"{len(block)} beginbfchar"
        yield from block
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
