"""SVG → PNG, for programs that don't draw SVG: set by WeasyPrint as on the PDF's pages, turned into dots by PDFium."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import etree

from kalyp.model.core import Drawn
from kalyp.write.figure.draw import svg
from kalyp.write.figure.measure import Metrics
from kalyp.write.fonts import face_rule
from kalyp.write.paths import write_whole

DPI = 220
_RENDERERS = ("weasyprint", "pydyf", "pypdfium2", "pillow")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with its width and height on paper, in mm."""

    data: bytes
    width: float
    height: float


class Painter:
    """Paints figures. WeasyPrint and PDFium are imported with the first one, since few documents have any.

    A picture takes about 0.2 s, so it is kept in the folder `store`, if there is one, under the hash of what decides it.
    """

    def __init__(self, metrics: Metrics, store: Path | None = None) -> None:
        self.metrics = metrics
        self._store = store

    def png(self, figure: Drawn, width: float, dpi: int = DPI) -> Picture:
        """A figure `width` mm wide as a grey PNG. The same figure gives the same bytes. Raises Unwritable as `svg` does."""
        drawn = svg(figure, width, self.metrics)
        root = etree.fromstring(drawn)
        sizes = [float((root.get(side) or "").removesuffix("mm")) for side in ("width", "height")]
        kept = self._store / f"{self._key(drawn, dpi)}.png" if self._store else None
        if kept and kept.is_file():
            return Picture(kept.read_bytes(), *sizes)
        data = _dots(self._pdf(drawn, sizes), dpi)
        if kept:
            write_whole(kept, data)
        return Picture(data, *sizes)

    def _key(self, drawn: str, dpi: int) -> str:
        return hashlib.sha256(f"{drawn} {dpi} {self._look}".encode()).hexdigest()

    @cached_property
    def _look(self) -> str:
        """What decides a picture besides its SVG: the fonts, and the programs that draw it."""
        fonts = [hashlib.sha256(font.path.read_bytes()).hexdigest() for font in self.metrics.fonts.page]
        return " ".join([*fonts, *(version(name) for name in _RENDERERS)])

    @cached_property
    def _fonts(self) -> tuple[Any, Any]:
        """The fonts as WeasyPrint wants them: its configuration, and a style sheet that names them."""
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        config = FontConfiguration()
        rules = [face_rule(font.family, font.weight, font.style, font.path) for font in self.metrics.fonts.page]
        return config, weasyprint.CSS(string="\n".join(rules), font_config=config)

    def _pdf(self, drawn: str, size: list[float]) -> bytes:
        """A page with nothing but the figure, and of its size."""
        import weasyprint

        config, fonts = self._fonts
        page = f"@page {{ margin: 0; size: {size[0]}mm {size[1]}mm }} body {{ margin: 0 }} svg {{ display: block }}"
        made: bytes = weasyprint.HTML(string=drawn).write_pdf(
            font_config=config, stylesheets=[fonts, weasyprint.CSS(string=page)]
        )
        return made


def _dots(pdf: bytes, dpi: int) -> bytes:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()
