"""The four engines that nearly every PDF viewer is made of: each fills a form as a person does, saves it, and draws a page.

PDFium is in Chromium and Edge, pdf.js in Firefox, Poppler in Evince and Okular, MuPDF in MuPDF and Sumatra. Poppler
needs Debian's poppler-utils, python3-gi and gir1.2-poppler-0.18; pdf.js needs node 20 and npm, which fetch it by the lock beside
this file.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from kalyp.model.core import FieldKind
from kalyp.write.pdf.forms import FormField
from tests.support import need

HERE = Path(__file__).parent
SCALE = 3.0  # pixels a point in every drawing
SYSTEM_PYTHON = "/usr/bin/python3"
BOXES = (FieldKind.CHECK, FieldKind.MARK)

mupdf: Any = pymupdf  # half of it has no types


class Viewer(Protocol):
    """One engine."""

    def fill(self, source: Path, target: Path, fields: Sequence[FormField], values: Mapping[str, str]) -> None:
        """Put values into the widgets of a file, replacing what stands there, and save it as another file."""

    def draw(self, source: Path) -> Image.Image:
        """Draw the first page in grey, SCALE pixels a point."""


def wanted(fields: Sequence[FormField], values: Mapping[str, str]) -> list[tuple[FormField, str]]:
    """The widgets to touch with what they get: the text, or, for a box that is to be on, its option."""
    named = [(field, values[field.name]) for field in fields if field.name in values]
    assert {field.name for field, _ in named} == set(values)
    return [(field, value) for field, value in named if field.kind not in BOXES or field.option == value]


class Pdfium:
    """PDFium: the mouse goes to a field and clicks, the keys type."""

    def fill(self, source: Path, target: Path, fields: Sequence[FormField], values: Mapping[str, str]) -> None:
        document = pypdfium2.PdfDocument(source)
        document.init_forms()
        form = document.formenv.raw
        pages = [document[number] for number in range(len(document))]
        for field, value in wanted(fields, values):
            page = pages[field.page].raw
            left, bottom, right, top = field.rectangle
            at = (form, page, 0, (left + right) / 2, (bottom + top) / 2)
            for act in (pdfium.FORM_OnMouseMove, pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
                act(*at)
            if field.kind not in BOXES:
                pdfium.FORM_SelectAllText(form, page)
                for character in value.replace("\n", "\r"):
                    pdfium.FORM_OnChar(form, page, ord(character), 0)
            pdfium.FORM_ForceToKillFocus(form)
        document.save(target)

    def draw(self, source: Path) -> Image.Image:
        document = pypdfium2.PdfDocument(source)
        document.init_forms()
        picture: Image.Image = document[0].render(scale=SCALE, may_draw_forms=True).to_pil()
        return picture.convert("L")


class PdfJs:
    """pdf.js under node."""

    def fill(self, source: Path, target: Path, fields: Sequence[FormField], values: Mapping[str, str]) -> None:
        del fields  # it goes by their names
        _run(["node", str(_pdfjs()), "fill", str(source), str(target)], json.dumps(values))

    def draw(self, source: Path) -> Image.Image:
        target = source.with_suffix(".pdfjs.png")
        _run(["node", str(_pdfjs()), "draw", str(source), str(target), str(SCALE)])
        return _opened(target)


class Poppler:
    """Poppler: GLib's binding fills, pdftoppm draws."""

    def fill(self, source: Path, target: Path, fields: Sequence[FormField], values: Mapping[str, str]) -> None:
        _need_gi()
        asked: list[dict[str, object]] = [
            {"name": field.name, "rectangle": field.rectangle, **({"on": True} if field.option else {"text": value})}
            for field, value in wanted(fields, values)
        ]
        _run([SYSTEM_PYTHON, str(HERE / "poppler_fill.py"), str(source), str(target)], json.dumps(asked))

    def draw(self, source: Path) -> Image.Image:
        need("pdftoppm")
        target = source.with_suffix(".poppler")
        resolution = str(round(72 * SCALE))
        _run(["pdftoppm", "-r", resolution, "-f", "1", "-singlefile", "-png", "-gray", str(source), str(target)])
        return _opened(target.with_suffix(".poppler.png"))


class MuPdf:
    """MuPDF, by the calls that its own viewer makes (PyMuPDF's widgets would write another font into the field)."""

    def fill(self, source: Path, target: Path, fields: Sequence[FormField], values: Mapping[str, str]) -> None:
        document = mupdf.open(source)
        left = wanted(fields, values)
        for number in range(document.page_count):
            page = document[number]
            for widget in page.widgets():
                for field, value in left:
                    if field.page == number and field.name == widget.field_name and _is_at(page, widget, field):
                        _put(widget, field, value)
        document.save(target)

    def draw(self, source: Path) -> Image.Image:
        page = mupdf.open(source)[0]
        pixels = page.get_pixmap(matrix=mupdf.Matrix(SCALE, SCALE), colorspace=mupdf.csGRAY)
        return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


VIEWERS: dict[str, Viewer] = {"PDFium": Pdfium(), "pdf.js": PdfJs(), "Poppler": Poppler(), "MuPDF": MuPdf()}


def _put(widget: Any, field: FormField, value: str) -> None:
    annotation = widget._annot
    if field.kind in BOXES:
        mupdf.mupdf.pdf_toggle_widget(annotation)
    else:
        mupdf.mupdf.pdf_set_text_field_value(annotation, value)
    mupdf.mupdf.pdf_update_widget(annotation)


def _is_at(page: Any, widget: Any, field: FormField) -> bool:
    place = widget.rect * page.derotation_matrix
    left, _, _, top = field.rectangle
    return bool(abs(place.x0 - left) < 2 and abs(page.mediabox.height - place.y0 - top) < 2)


@cache
def _pdfjs() -> Path:
    """The script, once pdf.js is there."""
    need("node", "npm")
    if not (HERE / "node_modules" / ".package-lock.json").exists():
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(HERE)])
    return HERE / "pdfjs.mjs"


@cache
def _need_gi() -> None:
    probe = "import gi; gi.require_version('Poppler', '0.18'); from gi.repository import Poppler"
    if subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True, check=False).returncode:
        need("python3-gi and gir1.2-poppler-0.18")


def _run(command: list[str], fed: str = "") -> None:
    run = subprocess.run(command, input=fed, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, f"{command[0]}: {run.stderr[-2000:]}{run.stdout[-500:]}"


def _opened(picture: Path) -> Image.Image:
    with Image.open(picture) as image:
        return image.convert("RGB").convert("L")
