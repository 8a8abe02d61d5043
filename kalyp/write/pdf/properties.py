"""The properties of a PDF that say what it was made as ↔ its document information (ISO 32000-1, 14.3.3).

PDFium, pdf.js, Poppler and MuPDF keep it when they save a filled form.
"""

from __future__ import annotations

from collections.abc import Mapping

from pikepdf import Dictionary, Name, Pdf, String

from kalyp.write import stamp


def put(pdf: Pdf, properties: Mapping[str, str]) -> None:
    """Set properties by their names; others stay."""
    for name, value in properties.items():
        pdf.docinfo[f"/{name}"] = String(value)


def read(pdf: Pdf) -> dict[str, str]:
    """The properties that are there, by name; whatever else may stand in their place counts for nothing."""
    told = pdf.trailer.get(Name.Info)
    if not isinstance(told, Dictionary):
        return {}
    return {name: str(value) for name in stamp.NAMES if isinstance(value := told.get(f"/{name}"), String)}
