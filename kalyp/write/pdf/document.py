"""`Lowered` → a PDF that prints well and fills well: Jinja2, WeasyPrint, and the repair of its form."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from kalyp import hyphenation
from kalyp.model.core import Lowered
from kalyp.model.files import HYPHENATION
from kalyp.write.layouts import Fonts, environment
from kalyp.write.pdf import fieldfont, forms, tags

_CELL = "cell-"  # beginning of the anchors of cells that a field fills
_GAP = 1.5  # CSS px between a field and the rule of its cell
_COLLECT = 20  # documents between two collections of garbage: WeasyPrint keeps about 7 MB a form otherwise


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF, its number of pages, and the names of its fields in order."""

    data: bytes
    pages: int
    fields: tuple[str, ...]


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives out the fonts and nothing else: no network, no other file."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(allowed_protocols={"file"}, fail_on_errors=True)
        self._allowed = allowed

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Fetch one of the allowed files. Raises PermissionError for anything else."""
        if url not in self._allowed:
            raise PermissionError(url)
        return super().fetch(url, headers)


class Press:
    """Everything that PDFs share, made once a process: templates, parsed style sheets, fonts, hyphenation."""

    def __init__(self, root: Path, fonts: Fonts, field_font: Path) -> None:
        layouts = root / "layouts"
        self._template = environment(layouts).get_template("document.html.j2")
        self._field_font = fieldfont.load(field_font)
        faces = [(font.family, font.weight, font.style, font.path) for font in fonts.page]
        faces.append((fieldfont.FAMILY, "normal", "normal", field_font))
        self._fetcher = _Fetcher(frozenset(path.resolve().as_uri() for *_, path in faces))
        self._font_config = FontConfiguration()
        rules = [
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
            f'src: url("{path.resolve().as_uri()}") }}'
            for family, weight, style, path in faces
        ]
        rules.append((layouts / "css" / "print.css").read_text(encoding="utf-8"))
        self._styles = [weasyprint.CSS(string="\n".join(rules), font_config=self._font_config, url_fetcher=self._fetcher)]
        self._made = 0
        hyphenation.register(root / HYPHENATION)

    def write(self, lowered: Lowered) -> Pdf:
        """Set a document. The same document gives the same bytes."""
        html = weasyprint.HTML(string=self._template.render(lowered=lowered), url_fetcher=self._fetcher)
        gc.disable()
        try:
            rendered = html.render(
                font_config=self._font_config, stylesheets=self._styles, pdf_forms=True, presentational_hints=False
            )
            for page in rendered.pages:
                _fill_cells(page)
            raw = rendered.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=True, pdf_tags=True)
        finally:
            gc.enable()
        self._made += 1
        if self._made % _COLLECT == 0:
            gc.collect()
        return self._finish(raw)

    def _finish(self, raw: bytes) -> Pdf:
        with pikepdf.open(BytesIO(raw)) as pdf:
            fields = forms.repair(pdf, self._field_font)
            tags.scope_heads(pdf)
            target = BytesIO()
            pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return Pdf(target.getvalue(), len(pdf.pages), tuple(dict.fromkeys(field.name for field in fields)))


def _fill_cells(page: Any) -> None:
    """Let each field that ends a cell reach down to the cell's rule.

    A row is as high as its highest cell, which is known only when the page is laid out; so the rectangle of the field is set
    then, before the page is written. The anchors of the cells have done their work and go.
    """
    for found in page.forms.values():
        for index, (box, rectangle) in enumerate(found):
            cell = page.anchors.get(_CELL + box.element.get("name", ""))
            if cell is not None:
                left, top, right, bottom = rectangle
                found[index] = (box, (left, top, right, max(bottom, cell[3] - _GAP)))
    for name in [name for name in page.anchors if name.startswith(_CELL)]:
        del page.anchors[name]
