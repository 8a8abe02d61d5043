"""Where outputs stand, and writing them whole. Standard library only: the state is written this way, too."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kalyp.write.formats import FORMATS

if TYPE_CHECKING:
    from kalyp.model.document import AnyDocument

OUTPUT = "output"
_ASIDE = ".part"  # how the names of files end that are being written; they begin with a dot


def output_path(document: AnyDocument, languages: tuple[str, ...], form: str) -> str:
    """The path of an output as seen from the project's root: `output/<country>/<languages>/<kind>s/<code>-<slug>.<ending>`."""
    folder = f"{OUTPUT}/{document.country}/{'+'.join(languages)}/{document.kind}s"
    name = f"{document.code}-{document.slug}" if document.code else document.slug
    return f"{folder}/{name}{FORMATS[form].ending}"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: aside first, then renamed. Raises OSError with the file's name."""
    aside = path.with_name(f".{path.name}.{os.getpid()}{_ASIDE}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:  # that of a full disk has no name
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def sweep(root: Path) -> None:
    """Remove what a killed build left aside. Only for a build that is alone: what another one is writing would go, too."""
    for aside in (root / OUTPUT).rglob(f".*{_ASIDE}"):
        aside.unlink(missing_ok=True)


def remove(root: Path, path: str) -> None:
    """Remove an output, and the folders that are empty without it."""
    (root / path).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # the first that isn't empty
        for folder in (root / path).parents:
            if folder != root / OUTPUT:
                folder.rmdir()
