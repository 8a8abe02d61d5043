"""Files that nobody should open: each is made here of a good one, for the tests that they are refused or defused."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from kalyp.loop.guard import MEGABYTE
from kalyp.loop.package import TYPES
from kalyp.write.stamp import NAMES

DOCUMENT = "word/document.xml"
PLAIN = pikepdf.ObjectStreamMode.disable  # each object stands in the file as such
_LAUGHS = [f"<!ENTITY b{number} '{f'&b{number - 1};' * 10}'>" for number in range(1, 10)]
BILLION_LAUGHS = f"<!DOCTYPE a [<!ENTITY b0 'ha'>{''.join(_LAUGHS)}<!ENTITY b '&b9;'>]>"
FETCHED = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
_MAIN = b"application/vnd.openxmlformats-officedocument.%s.main+xml"
DOCM = (_MAIN % b"wordprocessingml.document", b"application/vnd.ms-word.document.macroEnabled.main+xml")
XLSM = (_MAIN % b"spreadsheetml.sheet", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


# --- Office files ---


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(held: Mapping[str, bytes]) -> bytes:
    """Parts as an Office file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(name, data)
    return made.getvalue()


def altered(data: bytes, name: str, alter: Callable[[bytes], bytes]) -> bytes:
    """An Office file of which one part is another."""
    held = parts(data)
    return packed(held | {name: alter(held[name])})


def with_dtd(data: bytes, dtd: str, encoding: str = "UTF-8") -> bytes:
    """A Word file whose text begins with a DTD, and refers to its entity."""

    def alter(xml: bytes) -> bytes:
        text = xml.decode().partition("?>")[2].replace("</w:body>", "<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>")
        return f"<?xml version='1.0' encoding='{encoding}'?>{dtd}{text}".encode(encoding)

    return altered(data, DOCUMENT, alter)


def bomb(data: bytes) -> bytes:
    """A Word file whose text unpacks to more than any form has."""
    return altered(data, DOCUMENT, lambda xml: xml.replace(b"</w:body>", b" " * 40 * MEGABYTE + b"</w:body>"))


def many(data: bytes) -> bytes:
    """A Word file with pictures that come to 300 million bytes when they are unpacked."""
    return packed(parts(data) | {f"word/media/{number}.png": bytes(30 * MEGABYTE) for number in range(10)})


def crowded(data: bytes) -> bytes:
    """A Word file with more parts than a zip needs."""
    return packed(parts(data) | {f"word/media/{number}.png": b"" for number in range(5_000)})


def lying(data: bytes) -> bytes:
    """The same bomb, which says of itself that it is small."""
    made = bytearray(bomb(data))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        entry = package.getinfo(DOCUMENT)
    size, told = struct.pack("<L", entry.file_size), struct.pack("<L", 1000)
    assert made.count(size) >= 2
    return bytes(made).replace(size, told)


def overlapping(data: bytes) -> bytes:
    """A Word file of which two entries share their bytes: thousands of such make a bomb of a small file (D. Fifield, 2019)."""
    made = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start, first = package.start_dir, package.infolist()[0]
    entry = made.index(b"PK\x01\x02", made.index(DOCUMENT.encode(), start) - 50)
    assert made[entry + 46 :].startswith(DOCUMENT.encode())
    made[entry + 42 : entry + 46] = struct.pack("<L", first.header_offset + 1)
    return bytes(made)


def named(data: bytes, name: str) -> bytes:
    """A Word file with a part of another name."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(zipfile.ZipInfo(name), b"#!/bin/sh\n")
    return made.getvalue()


def locked(data: bytes) -> bytes:
    """A Word file whose text is marked as encrypted in the zip's directory and in its own header."""
    made = bytearray(data)
    for sign, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := made.find(sign, at + 1)) >= 0:
            made[at + flags] |= 1
    return bytes(made)


def with_macros(data: bytes) -> bytes:
    """A Word file with macros, as Word writes them."""
    held = parts(data) | {"word/vbaProject.bin": OLE}
    held[TYPES] = held[TYPES].replace(*DOCM)
    return packed(held)


def with_template(data: bytes) -> bytes:
    """A Word file that fetches a template from elsewhere."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="a" Type="{office}/attachedTemplate" Target="http://example.org/a.dotm" TargetMode="External"/>'
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    return packed(parts(data) | {"word/_rels/settings.xml.rels": relations.encode()})


def office_with_password() -> bytes:
    """What Office makes of a file with a password, as far as its beginning goes."""
    return OLE + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le") + bytes(512)


# --- PDF ---


def pdf(data: bytes, alter: Callable[[Pdf], None], **save: object) -> bytes:
    """A PDF with something altered."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        alter(opened)
        made = io.BytesIO()
        opened.save(made, **save)  # type: ignore[arg-type]
    return made.getvalue()


def as_it_is(opened: Pdf) -> None:
    """Alter nothing."""


def encryption(password: str) -> pikepdf.Encryption:
    """How a PDF is locked: with a password to open it, or with "" only to change it."""
    return pikepdf.Encryption(owner="owner", user=password)


def with_javascript(opened: Pdf) -> None:
    """Let a PDF run a program when it is opened."""
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('1')"))


def with_attachment(opened: Pdf) -> None:
    """Put a file into a PDF."""
    opened.attachments["a.exe"] = b"MZ"


def with_swollen_value(opened: Pdf) -> None:
    """Let the text of a field unpack to so much that no old computer could hold it."""
    pack = zlib.compressobj(9)
    once = b"".join([*(pack.compress(bytes(MEGABYTE)) for _ in range(900)), pack.flush()])
    stream = opened.make_stream(b"")
    stream.write(zlib.compress(once, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    _field(opened, "full-name").V = opened.make_indirect(stream)


def with_circle(opened: Pdf) -> None:
    """Let a field hold itself."""
    field = opened.make_indirect(Dictionary(T=String("a")))
    field.Kids = Array([field])
    field.Parent = field
    opened.Root.AcroForm.Fields.insert(0, field)


def with_xfa(opened: Pdf) -> None:
    """Give a PDF a form of the other kind, too."""
    opened.Root.AcroForm.XFA = opened.make_stream(b"<xdp/>")


def without_stamp(opened: Pdf) -> None:
    """Drop what a PDF was made as."""
    for name in NAMES:
        if f"/{name}" in opened.docinfo:
            del opened.docinfo[f"/{name}"]


def with_two_marks(name: str) -> Callable[[Pdf], None]:
    """Tick another mark of a group than the one that its value names, as some viewers do."""

    def alter(opened: Pdf) -> None:
        for widget in _field(opened, name).Kids:
            widget.AS = next(Name(state) for state in widget.AP.N.keys() if state != "/Off")  # noqa: SIM118 - no dict

    return alter


def _field(opened: Pdf, name: str) -> pikepdf.Object:
    found = opened.Root.AcroForm.Fields
    for part in name.split("."):
        field = next(field for field in found if str(field.T) == part)
        found = field.get(Name.Kids, Array())
    return field


# --- Files that are none ---


def huge(path: Path) -> None:
    """A file of 500 MB that takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        os.truncate(file.fileno(), 500 * MEGABYTE)
