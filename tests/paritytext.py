"""The text of a lowered document and of a PDF, both bare of what setting a page adds: spaces, hyphens, feet, repeated heads."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as raw

from kalyp.model.core import Lowered, Table
from tests.write.sample import said

_DROPPED = re.compile(r"[\s\-\u2010\u00ad\u0002\ufffe\u200b]+")


def squash(text: str) -> str:
    """The text without white space and hyphens, which line breaks add and take."""
    return _DROPPED.sub("", unicodedata.normalize("NFC", text))


def heads(document: Lowered) -> set[str]:
    """The squashed heads of all tables: what a page may begin with again."""
    tables = [block for block in document.blocks if isinstance(block, Table) and block.head]
    return {squash("".join(said([Table((), table.head, (), table.label)], document.blocks))) for table in tables}


def tagged_text(path: Path) -> str:
    """What a screen reader reads of a PDF, squashed: the text of each tagged piece, in the order of the structure tree."""
    with pypdfium2.PdfDocument(path) as pdf:
        marked = [_marked(page) for page in pdf]
    with pikepdf.open(path) as pdf:
        numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        text = "\n".join(marked[numbers[page]].pop(mcid, "") for page, mcid in _order(pdf.Root.StructTreeRoot, (0, 0)))
    return squash(text)


def _marked(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The text of each marked piece of a page."""
    found: dict[int, str] = defaultdict(str)
    text_page = page.get_textpage()
    for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        size = raw.FPDFTextObj_GetText(piece.raw, text_page.raw, None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFTextObj_GetText(piece.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
        found[raw.FPDFPageObj_GetMarkedContentID(piece.raw)] += buffer.raw[: size - 2].decode("utf-16-le")
    return found


def _order(element: Any, page: tuple[int, int]) -> Iterator[tuple[tuple[int, int], int]]:
    """The marked pieces below an element of the structure tree: page and number."""
    if isinstance(element, int):
        yield page, element
    elif isinstance(element, pikepdf.Array):
        for kid in element:
            yield from _order(kid, page)
    elif isinstance(element, pikepdf.Dictionary):
        if "/Alt" in element:
            return  # a picture: its description is read in its place
        page = element.Pg.objgen if "/Pg" in element else page
        if element.get("/Type") == "/MCR":
            yield page, int(element.MCID)
        elif "/K" in element and element.get("/Type") != "/OBJR":
            yield from _order(element.K, page)


def first_difference(wanted: str, found: str, again: set[str]) -> str:
    """Where the text of an output leaves that of the model, "" where it never does. Heads may stand `again` on each page."""
    at = place = 0
    while place < len(found):
        if wanted[at : at + 1] != found[place]:
            head = next((head for head in again if found.startswith(head, place)), "")
            if not head:
                return f"wanted …{wanted[max(0, at - 30) : at + 60]}… found …{found[max(0, place - 30) : place + 60]}…"
            place += len(head)
            continue
        at, place = at + 1, place + 1
    return "" if at == len(wanted) else f"lost: {wanted[at : at + 60]}…"
