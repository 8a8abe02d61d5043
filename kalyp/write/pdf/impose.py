"""A booklet's PDF → the same booklet imposed on sheets of twice its page, to print on both sides, fold and staple.

For the printer only: links, outline and tags stay behind in the plain file, which is the one to read.
"""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from kalyp.write.pdf import forms, properties

PAGES_A_SHEET = 4


def impose(data: bytes) -> tuple[bytes, int]:
    """Impose a booklet for duplex printing, flipped on the short edge. Returns the PDF and its number of sides.

    Blank pages go to the end: what comes last is text, and no back cover.
    """
    with pikepdf.open(BytesIO(data)) as book, Pdf.new() as sheets:
        forms.flatten(book)
        width, height = (float(size) for size in book.pages[0].mediabox[2:])
        for left, right in order(len(book.pages)):
            _add_side(sheets, book, (left, right), width, height)
        _describe(sheets, book)
        target = BytesIO()
        sheets.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue(), len(sheets.pages)


def order(pages: int) -> list[tuple[int | None, int | None]]:
    """The pages (from 0) left and right on each side of the sheets, front and back in turn; None is a blank."""
    blanks = -pages % PAGES_A_SHEET
    book: list[int | None] = [*range(pages), *([None] * blanks)]
    sides = []
    for side in range(len(book) // 2):
        outer, inner = book[-1 - side], book[side]
        sides.append((outer, inner) if side % 2 == 0 else (inner, outer))
    return sides


def _add_side(sheets: Pdf, book: Pdf, pair: tuple[int | None, int | None], width: float, height: float) -> None:
    side = sheets.add_blank_page(page_size=(2 * width, height))
    drawn = []
    resources = Dictionary()
    for place, page in enumerate(pair):
        if page is not None:
            resources[f"/P{place}"] = sheets.copy_foreign(book.pages[page].as_form_xobject())
            drawn.append(f"q 1 0 0 1 {place * width:.3f} 0 cm /P{place} Do Q")
    side.Resources = Dictionary(XObject=resources)
    side.Contents = sheets.make_stream("\n".join(drawn).encode())


def _describe(sheets: Pdf, book: Pdf) -> None:
    """How to print from the file, and PDF/A-2b: what goes to a printer's shop must look the same there (ISO 19005-2)."""
    if Name.Lang in book.Root:
        sheets.Root.Lang = pikepdf.String(str(book.Root.Lang))
    sheets.Root.ViewerPreferences = Dictionary(
        Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"), DisplayDocTitle=True, Enforce=Array([Name.PrintScaling])
    )
    profile = sheets.make_stream(files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=pikepdf.String("sRGB"), DestOutputProfile=profile
    )
    sheets.Root.OutputIntents = Array([sheets.make_indirect(intent)])
    with book.open_metadata() as said, sheets.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in ("dc:title", "dc:description", "xmp:CreatorTool", "xmp:CreateDate", "xmp:ModifyDate"):
            if key in said:
                metadata[key] = said[key]
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
    properties.put(sheets, properties.read(book))
