"""Where outputs stand, and writing them whole."""

from __future__ import annotations

import os
from pathlib import Path

from kalyp.model.document import Document
from kalyp.write.formats import FORMATS

OUTPUT = "output"


def output_path(document: Document, languages: tuple[str, ...], form: str) -> str:
    """The path of an output as seen from the project's root: `output/<country>/<languages>/<kind>s/<code>-<slug>.<ending>`."""
    folder = f"{OUTPUT}/{document.country}/{'+'.join(languages)}/{document.kind}s"
    return f"{folder}/{document.code}-{document.slug}{FORMATS[form].ending}"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: aside first, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
