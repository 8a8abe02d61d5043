"""What the tests look at in a workbook: its cells, what is open, what is said; people who fill it in; LibreOffice saving it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.worksheet.worksheet import Worksheet

from kalyp.model.cells import Book, Cell, PaperSheet, Sheet, address
from kalyp.model.core import Block, Lowered, Page, Table
from kalyp.model.sections import sections
from kalyp.write.xlsx import form
from kalyp.write.xlsx.book import write
from kalyp.write.xlsx.hidden import TITLE
from tests.paritytext import squash
from tests.write.sample import said as sample_said
from tests.write.sample import words

PORTRAIT = Page(210, 297, (15, 14, 18, 16))
LANDSCAPE = Page(297, 210, (14, 14, 18, 16))
MAIN = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
Where = tuple[int, int]  # row and column, from 0


def sheet(*cells: Cell, title: str = "Штат", widths: Sequence[float] = (20, 60, 20, 20), **more: Any) -> Sheet:
    """A sheet of nothing but these cells."""
    return Sheet("sheet", title, PORTRAIT, tuple(widths), cells, **more)


def paper(*blocks: Block, formulas: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None) -> PaperSheet:
    """A sheet laid out as on paper."""
    return PaperSheet("paper", "4.3", PORTRAIT, blocks, formulas or {}, values or {})


def book(*sheets: Sheet | PaperSheet, **more: Any) -> Book:
    """A workbook of these sheets."""
    found = Book("kg-4.2", ("ky", "ru"), "Жыйынтык", "Кесиптик өсүү", "4.2-форма · 1-басылыш", "2026-09-01", "1", sheets)
    return replace(found, **more)


def opened(data: bytes, title: str = "") -> Worksheet:
    """A sheet of a workbook, the first one unless it is named."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return workbook[title] if title else workbook.worksheets[0]


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> etree._Element:
    """The XML of one part of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def mapped(data: bytes) -> dict[str, Any]:
    """The map that stands in the hidden sheet."""
    parts = (row[0] for row in opened(data, TITLE).iter_rows(max_col=1, values_only=True))
    found: dict[str, Any] = json.loads("".join(str(each) for each in parts if each is not None))
    return found


def places(data: bytes) -> dict[str, tuple[str, str]]:
    """Where each input stands: the title of its sheet, and its cell."""
    found = mapped(data)
    return {name: (found["sheets"][sheet], address(row, column)) for name, sheet, row, column, *_ in found["inputs"]}


def typed(data: bytes, values: Mapping[str, Any]) -> bytes:
    """The workbook after somebody typed into the cells of fields, marks by `<field>:<value>`; saved by openpyxl."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    where = places(data)
    for name, value in values.items():
        title, cell = where[name]
        workbook[title][cell].value = value
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    """A workbook as openpyxl saves it."""
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def ticked(values: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    """What to type for the values of forms, marks and checks among them, where the names of inputs are known."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        made |= {f"{name}:{value}": "×"} if f"{name}:{value}" in names else {name: "×" if value == "on" else value}
    return made


@dataclass(frozen=True, slots=True)
class Said:
    """A text that is locked, and where it stands."""

    text: str
    row: int
    column: int


def said(data: bytes) -> list[Said]:
    """All that the locked cells of the first sheet say, row by row."""
    found = opened(data)
    return [Said(str(cell.value), cell.row, cell.column) for cell in _locked(found) if isinstance(cell.value, str)]


def _locked(found: Worksheet) -> Iterator[ExcelCell]:
    for row in found.iter_rows():
        yield from (cell for cell in row if isinstance(cell, ExcelCell) and cell.protection.locked and cell.value is not None)


def convert(data: bytes, kind: str, folder: Path) -> bytes:
    """Open a workbook in LibreOffice and save it as another kind (`xlsx`, `pdf`), in a profile of its own."""
    source, target = folder / "book.xlsx", folder / "saved"
    source.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300, env={**os.environ, "HOME": str(folder)})
    return (target / f"book.{kind}").read_bytes()


def first_lost(data: bytes, lowered: Lowered) -> str:
    """What of the model's words the first sheet doesn't say, or not in order: each text stands below the one before, or to the
    right of it. "" where all is well. Heads of tables may stand there again; anything else that is too much is told, too.
    """
    wanted = squash("".join(words(lowered)))
    left = [(shown, each) for each in said(data) if (shown := squash(each.text.replace(" / ", " ")))]
    at, last = 0, Said("", 0, 0)
    while at < len(wanted):
        fitting = [
            (text, each)
            for text, each in left
            if wanted.startswith(text, at) and (each.row > last.row or each.column > last.column)
        ]
        if not fitting:
            return f"lost: {wanted[at : at + 60]}"
        text, last = max(fitting, key=lambda each: (len(each[0]), -each[1].row, -each[1].column))
        left.remove((text, last))
        at += len(text)
    heads = "".join(_heads(lowered))
    return next((f"too much: {text}" for text, _ in left if text not in heads), "")


def _heads(lowered: Lowered) -> set[str]:
    return {squash("".join(sample_said([Table((), table.head, (), table.label)], lowered.blocks))) for table in _tables(lowered)}


def _tables(lowered: Lowered) -> Iterator[Table]:
    return (block for block in lowered.blocks if isinstance(block, Table) and block.head)


def form_book(lowered: Lowered, values: Mapping[str, str] | None = None) -> bytes:
    """The workbook of a form."""
    return write(form.book(lowered, sections(lowered), values), cuts)


def cuts(_language: str, word: str) -> list[int]:
    """Words may be cut after each third letter."""
    return list(range(3, len(word) - 2, 3))
