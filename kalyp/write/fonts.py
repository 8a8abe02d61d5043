"""The fonts that `layouts/fonts.yaml` names → their files on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kalyp.model.project import FontsFile


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of the pages: the family that style sheets name, its style, and its file."""

    family: str
    weight: str
    style: str
    path: Path


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of pages, and the one that the field font is made of."""

    page: tuple[FontFile, ...]
    field: Path


def face_rule(family: str, weight: str, style: str, path: Path) -> str:
    """The rule of a style sheet that brings a font's file under a family and style."""
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{path.resolve().as_uri()}") }}'
    )


class FontMissing(Exception):
    """A font is in none of its folders. `file` is its file, `package` what brings it."""

    def __init__(self, file: str, package: str) -> None:
        super().__init__(f"{file} ({package})")
        self.file = file
        self.package = package


def find_fonts(wanted: FontsFile) -> Fonts:
    """Find the files of the fonts. Raises FontMissing: there is no silent substitute."""
    folders = [Path(folder).expanduser() for folder in wanted.folders]

    def find(file: str) -> Path:
        for folder in folders:
            if (folder / file).is_file():
                return folder / file
        raise FontMissing(file, wanted.package)

    page = tuple(FontFile(font.family, font.weight, font.style, find(font.file)) for font in wanted.page)
    return Fonts(page, find(wanted.field))
