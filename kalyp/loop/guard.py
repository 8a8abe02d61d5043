"""A folder from outside → the files in it that may be looked at, and the bytes of one, once it is harmless to have them.

Nothing is parsed here. What is refused costs no more than a look at its size and its first bytes; links are never followed.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kalyp.loop.model import Finding

MEGABYTE = 1_000_000
LARGEST = 30 * MEGABYTE  # bytes of a file; a filled form has 0.1 to 2 million
MOST_FILES = 20_000  # in a folder: whoever names the whole disk by mistake is told so

Kind = Literal["pdf", "package", "ole", "rtf", "picture", "web", "archive", "unknown"]

# What programs leave beside the files of people: locks of Office and LibreOffice, and what Windows and macOS note for themselves.
_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "__macosx", ".spotlight-v100", ".trashes"})
_LITTER_STARTS = ("~$", ".~lock.", "._")

_PDF_HEADER, _PDF_HEADER_WITHIN = b"%PDF-", 1024  # where viewers look for it
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS: tuple[tuple[Kind, tuple[bytes, ...]], ...] = (
    ("package", (b"PK\x03\x04", b"PK\x05\x06")),
    ("ole", (_OLE,)),
    ("rtf", (b"{\\rtf",)),
    ("picture", (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")),
    ("archive", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
)
_PICTURES_BY_BRAND = (b"ftyphei", b"ftypmif", b"ftypavif")  # HEIC of telephones: the brand comes after a length
_WEB = (b"<!doctype html", b"<html", b"<?xml", b"mime-version:")
_FOREIGN: Mapping[Kind, str] = {
    "ole": "office-old",
    "rtf": "foreign-text",
    "picture": "foreign-picture",
    "web": "foreign-web",
    "archive": "foreign-archive",
}
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # the stream in which Office keeps a file with a password


class Refused(Exception):
    """A file that is not read, and what to say of it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.finding = Finding.of(code, **values)


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the folder: where it is, and its name from the folder, fit to be shown. `finding`: why it is not looked at."""

    path: Path
    shown: str
    finding: Finding | None = None


def found(folder: Path) -> list[Found]:
    """All files below a folder, in the order of their names; those that programs leave there by themselves are no files of ours.

    Links, devices and folders that can't be opened are listed with the reason; nothing behind a link is looked at.
    Raises OSError where the folder itself can't be read.
    """
    next(folder.iterdir(), None)  # for its OSError; those of folders below are findings
    listed = sorted(_walked(folder), key=lambda each: each.shown)
    if len(listed) > MOST_FILES:
        late = Finding.of("files-many", limit=MOST_FILES)
        listed[MOST_FILES:] = [Found(each.path, each.shown, late) for each in listed[MOST_FILES:]]
    return listed


def _walked(folder: Path) -> Iterator[Found]:
    problems: list[OSError] = []
    for home, folders, files in os.walk(folder, onerror=problems.append, followlinks=False):
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        for name in folders:
            path = Path(home, name)
            if path.is_symlink():
                yield Found(path, shown(folder, path), Finding.of("link"))
        for name in files:
            if not _is_litter(name):
                path = Path(home, name)
                yield Found(path, shown(folder, path), _unfit(path))
    for problem in problems:
        path = Path(os.fsdecode(problem.filename))
        yield Found(path, shown(folder, path), Finding.of("unreadable", reason=problem.strerror))


def _is_litter(name: str) -> bool:
    return name.lower() in _LITTER or name.startswith(_LITTER_STARTS)


def _unfit(path: Path) -> Finding | None:
    """Why a path is no file to be read."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return Finding.of("unreadable", reason=error.strerror)
    if stat.S_ISLNK(mode):
        return Finding.of("link")
    return None if stat.S_ISREG(mode) else Finding.of("not-a-file")


def shown(folder: Path, path: Path) -> str:
    """A file's name from the folder, with slashes: what can't be shown, or steers a terminal, is replaced by "?"."""
    name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
    return "".join("?" if _steers(sign) else sign for sign in name)


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def content(path: Path, *, largest: int = LARGEST) -> bytes:
    """The bytes of a file. Raises Refused for a file that is too large, empty, or none; it is judged by what was opened.

    A file may be changed for a link or a pipe between two looks, so it is opened without following and without waiting.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(opened, "rb") as file:
            known = os.fstat(opened)
            if not stat.S_ISREG(known.st_mode):
                raise Refused("not-a-file")
            _within(known.st_size, largest)
            data = file.read(largest + 1)
    except OSError as error:
        raise (Refused("link") if error.errno == errno.ELOOP else Refused("unreadable", reason=error.strerror)) from error
    _within(len(data), largest)
    if not data:
        raise Refused("empty")
    return data


def _within(size: int, largest: int) -> None:
    if size > largest:
        raise Refused("too-large", size=-(-size // MEGABYTE), limit=largest // MEGABYTE)


def kind(data: bytes) -> Kind:
    """What a file is, by its content, whatever its name says."""
    for name, starts in _SIGNS:
        if data.startswith(starts):
            return name
    if _PDF_HEADER in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data[4:].startswith(_PICTURES_BY_BRAND):
        return "picture"
    return "web" if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB) else "unknown"


def refuse(kind: Kind, data: bytes) -> Refused:
    """What to say of a file that is none of the formats in which forms come back."""
    if kind == "ole" and _ENCRYPTED_PACKAGE in data:
        return Refused("office-password")
    return Refused(_FOREIGN.get(kind, "foreign"))
