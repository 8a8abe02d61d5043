"""The fonts → the letters that pages and fields can show, and the field font; kept in the build's own folder.

What reads fonts is slow to import, and fonts hardly ever change.
"""

from __future__ import annotations

import json
from pathlib import Path

from kalyp.check.glyphs import Alphabets
from kalyp.state import digest
from kalyp.write.fonts import Fonts
from kalyp.write.paths import write_whole

_MAKER = Path(__file__).with_name("pdf") / "fieldfont.py"
_KEPT = "letters.json"


def alphabets(fonts: Fonts, field_font: Path) -> Alphabets:
    """What letters there are; makes the file `field_font` where it isn't there as the fonts would have it made.

    Raises what fontTools raises where a file is no font.
    """
    kept = field_font.with_name(_KEPT)
    key = _key(fonts)
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found["key"] == key and found["made"] == digest(field_font):
            return Alphabets(frozenset(found["page"]), frozenset(found["field"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # there is none, or it can't be used
    return _read(fonts, field_font, kept, key)


def _read(fonts: Fonts, field_font: Path, kept: Path, key: str) -> Alphabets:
    from kalyp.write.pdf import fieldfont

    fieldfont.make(fonts.field, field_font)
    page = frozenset.intersection(*(fieldfont.characters(font.path) for font in fonts.page))
    found = Alphabets(page, fieldfont.characters(field_font))
    noted = {"key": key, "made": digest(field_font), "page": "".join(sorted(page)), "field": "".join(sorted(found.field))}
    write_whole(kept, json.dumps(noted).encode())
    return found


def _key(fonts: Fonts) -> str:
    return " ".join(digest(path) for path in (*(font.path for font in fonts.page), fonts.field, _MAKER))
