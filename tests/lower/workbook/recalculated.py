"""Workbooks of schools → what LibreOffice computes in them. Many at once, since it takes seconds to start."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

from kalyp.lower.workbook import lower_workbook
from kalyp.lower.workbook.frame import Frame
from kalyp.lower.workbook.places import Places
from kalyp.model.cells import PaperSheet
from kalyp.write.xlsx.book import write
from kalyp.write.xlsx.paper import lay
from tests.lower.workbook.schools import School

BATCH = 25  # files that one start of LibreOffice recalculates


class Recalculated:
    """A school's workbook as LibreOffice has computed it."""

    def __init__(self, path: Path, school: School, language: str) -> None:
        self.path, self.school = path, school
        self.frame = Frame(school.project, school.workbook, language, school.values)
        self.places = Places(self.frame)

    @cached_property
    def cells(self) -> Mapping[str, Sequence[Sequence[Any]]]:
        """The values of all cells by the sheet's title."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is printed, which depends on what is filled in
            workbook = openpyxl.load_workbook(self.path, data_only=True, read_only=True)
        found = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook.worksheets}
        workbook.close()
        return found

    def at(self, sheet: str, row: int, column: int) -> Any:
        """What a cell shows; "" for nothing."""
        rows = self.cells[sheet]
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        return "" if value is None else value

    def across(self, sheet: str, row: int, first: int, count: int) -> list[Any]:
        """What some cells of a row show."""
        return [self.at(sheet, row, first + at) for at in range(count)]

    def request(self) -> dict[str, Any]:
        """The fields of the request, by name."""
        book = lower_workbook(self.school.project, self.school.workbook, self.frame.language, self.school.values)
        sheet = next(each for each in book.sheets if isinstance(each, PaperSheet))
        spots = lay(replace(sheet, formulas={}), self.frame.language).spots
        return {spot.input.name: self.at(sheet.title, spot.row, spot.column) for spot in spots if spot.input}


def recalculated(schools: Sequence[School], language: str, folder: Path) -> list[Recalculated]:
    """The workbooks of schools, written without values of formulas and saved by LibreOffice."""
    made, computed = folder / "made", folder / "computed"
    made.mkdir()
    for number, school in enumerate(schools):
        book = lower_workbook(school.project, school.workbook, language, school.values)
        (made / f"{number}.xlsx").write_bytes(write(book))
    files = [str(made / f"{number}.xlsx") for number in range(len(schools))]
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    for start in range(0, len(files), BATCH):
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(computed),
            *files[start : start + BATCH],
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [Recalculated(computed / f"{number}.xlsx", school, language) for number, school in enumerate(schools)]
