"""A finished PDF → its widgets, with what the model says of their fields."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf

from kalyp.model.core import Field
from kalyp.write.pdf.forms import FormField
from tests.write.pdf.viewers import BOXES


def widgets(path: Path, asked: Iterable[Field]) -> list[FormField]:
    """Every widget in the order of the pages, as the viewers' helpers want them; labels are left out."""
    kinds = {field.name: field.kind for field in asked}
    found = []
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            for annotation in page.get("/Annots", []):
                if annotation.get("/Subtype") != "/Widget":
                    continue
                name = _full_name(annotation)
                left, bottom, right, top = (float(value) for value in annotation.Rect)
                states = [str(key) for key in annotation.AP.N if key != "/Off"] if kinds[name] in BOXES else []
                option = states[0].removeprefix("/") if states else ""
                found.append(FormField(kinds[name], name, "", option, number, (left, bottom, right, top)))
    return found


def _full_name(annotation: Any) -> str:
    """The name of a widget's field with those of the fields above it."""
    names: list[str] = []
    while annotation is not None:
        if "/T" in annotation:
            names.insert(0, str(annotation.T))
        annotation = annotation.get("/Parent")
    return ".".join(names)
