"""Forms filled in as people do: in PDF viewers, in Word, in Excel, some saved by LibreOffice.

Input: the forms of the sample school and the blank outputs. Output: a folder of returned files.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from kalyp.loop.sample_school import Filled
from kalyp.model.walk import fields
from kalyp.write.docx import read as word
from tests.built import Built
from tests.loop.cells import fill_book
from tests.support import need
from tests.widgets import widgets
from tests.write.pdf.viewers import VIEWERS

ENGINES = ("PDFium", "Poppler", "MuPDF")
OFFICE_SAVES = 3  # each third Word file goes through LibreOffice


def row(built: Built, form: Filled) -> dict[str, object]:
    """The row of the manifest for the blank that a form was made of."""
    wanted = (form.document, [form.language], form.format)
    return next(row for row in built.rows if (row["document"], row["languages"], row["format"]) == wanted)


def hand_in(built: Built, forms: Sequence[Filled], folder: Path, work: Path) -> dict[str, str]:
    """Fill all forms in, each in the way of its format. Returns by file with what it was filled in and saved.

    `work` is a folder for what lies about meanwhile.
    """
    made: dict[str, str] = {}
    by_format = {name: [form for form in forms if form.format == name] for name in ("pdf", "docx", "xlsx")}
    for number, form in enumerate(by_format["pdf"]):
        engine = ENGINES[number % len(ENGINES)]
        _fill_pdf(built, form, engine, folder / form.file)
        made[form.file] = engine
    for form in by_format["docx"]:
        _write(folder / form.file, word.fill(_blank(built, form).read_bytes(), form.values))
        made[form.file] = "docx"
    saved = by_format["docx"][::OFFICE_SAVES]
    office("docx", [folder / form.file for form in saved], work)
    made |= {form.file: "LibreOffice" for form in saved}
    for form in by_format["xlsx"]:
        fill_book(_blank(built, form), folder / form.file, form.values)
        made[form.file] = "openpyxl"
    return made


def _blank(built: Built, form: Filled) -> Path:
    return built.root / str(row(built, form)["path"])


def _fill_pdf(built: Built, form: Filled, engine: str, target: Path) -> None:
    blank = _blank(built, form)
    asked = list(fields(built.lowered(row(built, form)).blocks))
    target.parent.mkdir(parents=True, exist_ok=True)
    VIEWERS[engine].fill(blank, target, widgets(blank, asked), form.values)


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def office(kind: str, files: Iterable[Path], work: Path) -> None:
    """Open files in LibreOffice and save each in its place (`docx`, `xlsx`), all in one call."""
    need("soffice")
    named = {f"{number}.{kind}": file for number, file in enumerate(files)}
    if not named:
        return
    before, after = work / "before", work / "after"
    before.mkdir(parents=True)
    for name, file in named.items():
        (before / name).write_bytes(file.read_bytes())
    command = ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(after), *(str(before / name) for name in named)]
    subprocess.run(command, check=True, capture_output=True, timeout=300, env={**os.environ, "HOME": str(work)})
    for name, file in named.items():
        file.write_bytes((after / name).read_bytes())
