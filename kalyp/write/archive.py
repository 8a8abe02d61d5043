"""A pack's pieces → a zip with the single files. The same pieces give the same bytes: the only date is the edition's."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO


def archive(files: Mapping[str, bytes], date: str) -> bytes:
    """Pack files by their names in the archive; `date` (YYYY-MM-DD) is the time of each. They are compressed already."""
    year, month, day = map(int, date.split("-"))
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data)
    return target.getvalue()
