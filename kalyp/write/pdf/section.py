"""HTML of a section → `Piece`: its pages as a PDF without fonts, and notes of what is put in when sections are stitched.

A piece depends on nothing but its HTML and the look, so it can be kept and used again: it knows no number of a page, no other
section, no title. Fonts are left out since all pieces share them.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from kalyp.write.fonts import Fonts, face_rule
from kalyp.write.pdf import fieldfont, forms, tagtree
from kalyp.write.pdf.faces import Faces

FOLIO = "-"  # what the mark for the page's own number leads to; no anchor is called so
_CELL = "cell-"  # beginning of the anchors of cells that a field fills
_GAP = 1.5  # CSS px between a field and the rule of its cell
_POINT = 0.75  # CSS px in points
_COLLECT = 20  # sections between two collections of garbage: WeasyPrint keeps about 7 MB a form otherwise
_BOLD = 600  # the least weight that counts as bold


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page's number is stamped: that of the page where `target` stands, or FOLIO for the page's own.

    `right` and `base` (points from the lower left corner) are where the line ends; `face` is its place in the project's list.
    """

    target: str
    right: float
    base: float
    size: float
    face: int


@dataclass(frozen=True, slots=True)
class PageNotes:
    """What is known of a page: the targets of its links, as its first annotations have them; anchors (x, y in points); marks."""

    links: Sequence[str]
    anchors: Mapping[str, tuple[float, float]]
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Piece:
    """A section that is set. `faces`: which face each name of a font on its pages stands for; `fields` in order."""

    pdf: bytes
    pages: Sequence[PageNotes]
    faces: Mapping[str, int]
    fields: Sequence[str]

    def pack(self) -> bytes:
        """The piece as one file: a line of JSON, then the PDF."""
        notes = {"pages": [asdict(page) for page in self.pages], "faces": self.faces, "fields": self.fields}
        return json.dumps(notes, ensure_ascii=False, sort_keys=True).encode() + b"\n" + self.pdf

    @classmethod
    def unpack(cls, data: bytes) -> Piece:
        """The piece in a file."""
        line, _, pdf = data.partition(b"\n")
        notes = json.loads(line)
        pages = [PageNotes(page["links"], page["anchors"], [Mark(**mark) for mark in page["marks"]]) for page in notes["pages"]]
        return cls(pdf, pages, notes["faces"], notes["fields"])


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives out the fonts and nothing else: no network, no other file."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(allowed_protocols={"file"}, fail_on_errors=True)
        self._allowed = allowed

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Fetch one of the allowed files. Raises PermissionError for anything else."""
        if url not in self._allowed:
            raise PermissionError(url)
        return super().fetch(url, headers)


class _Unwritten(dict):  # type: ignore[type-arg]  # as WeasyPrint has it
    """The fonts of a document, by which it is drawn; asked for those to write into the file, it has none."""

    def values(self) -> Any:
        return ()


class Setter:
    """What all sections are set with, made once a process: parsed style sheets, fonts."""

    def __init__(self, layouts: Path, fonts: Fonts, field_font: Path, faces: Faces) -> None:
        self._field_font = fieldfont.load(field_font)
        self._faces = faces
        files = [(font.family, font.weight, font.style, font.path) for font in fonts.page]
        files.append((fieldfont.FAMILY, "normal", "normal", field_font))
        self.fetcher = Fetcher(frozenset(path.resolve().as_uri() for *_, path in files))
        self._font_config = FontConfiguration()
        rules = [face_rule(*file) for file in files]
        rules.append((layouts / "css" / "print.css").read_text(encoding="utf-8"))
        self._styles = [weasyprint.CSS(string="\n".join(rules), font_config=self._font_config, url_fetcher=self.fetcher)]
        self._made = 0

    def set(self, html: str) -> Piece:
        """Set a section. Raises UnknownFace for a letter that the project's fonts lack."""
        gc.disable()
        try:
            raw, pages, fonts = self._render(html)
        finally:
            gc.enable()
        self._made += 1
        if self._made % _COLLECT == 0:
            gc.collect()
        with pikepdf.open(BytesIO(raw)) as pdf:
            fields = forms.repair(pdf, self._field_font)
            target = BytesIO()
            pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Piece(target.getvalue(), pages, self._faces.used(fonts), tuple(dict.fromkeys(field.name for field in fields)))

    def _render(self, html: str) -> tuple[bytes, list[PageNotes], list[Any]]:
        source = weasyprint.HTML(string=html, url_fetcher=self.fetcher)
        rendered = source.render(
            font_config=self._font_config, stylesheets=self._styles, pdf_forms=True, presentational_hints=False
        )
        for page in rendered.pages:
            _fill_cells(page)
        notes = [self._note(page) for page in rendered.pages]
        rendered.fonts = fonts = _Unwritten()
        raw = rendered.write_pdf(finisher=tagtree.finish, pdf_variant="pdf/ua-1", pdf_forms=True, pdf_tags=True)
        return raw, notes, list(dict.values(fonts))

    def _note(self, page: Any) -> PageNotes:
        """Take from a page what is put in later: its marks go, its links lead nowhere yet."""
        links, marks = [], []
        for kind, target, rectangle, box in page.links:
            _, _, right, bottom = rectangle
            if "number" in box.element.get("class", "").split():
                style = box.style
                face = self._faces.place(style["font_family"][0], 700 if style["font_weight"] >= _BOLD else 400, False)
                place = (round(right * _POINT, 3), round((page.height - bottom) * _POINT, 3))
                marks.append(Mark(target, *place, round(style["font_size"] * _POINT, 3), face))
            elif kind == "internal" and box.element_tag == "a":  # what stands in a link is listed again
                links.append(("external", f"#{target}", rectangle, box))  # written whether or not its target is known
        page.links = links
        return PageNotes([target[1:] for _, target, _, _ in links], _anchors(page), marks)


def _anchors(page: Any) -> dict[str, tuple[float, float]]:
    return {
        name: (round(left * _POINT, 3), round((page.height - top) * _POINT, 3))
        for name, (left, top, _, _) in sorted(page.anchors.items())
    }


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
