"""An Office file from outside (a zip of XML) → its parts, each within limits, parsed without entities and without network.

What makes zips and XML dangerous is refused before it is unpacked or parsed: bombs, lying sizes, entries that share bytes or lead
elsewhere, DTDs. Macros and embedded programs are never touched; that they are there is said.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath

from lxml import etree

from kalyp.loop.guard import MEGABYTE, Refused
from kalyp.loop.model import Finding

MOST_ENTRIES = 2_000  # of a package; a form has 15
LARGEST_PART = 20 * MEGABYTE  # unpacked; that of a long form has 1
LARGEST_WHOLE = 200 * MEGABYTE  # unpacked, with pictures
_ENTRY = b"PK\x01\x02"  # begins each line of a zip's directory
_LOCAL_HEADER = 30  # bytes, before the name
_ENCRYPTED = 1  # bit of the flags
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
CUSTOM = "docProps/custom.xml"
_TEXT_TYPES = ("wordprocessingml", "ms-word")
_SHEET_TYPES = ("spreadsheetml", "ms-excel")
_MACROS = ("macroenabled", "vbaproject")
_EMBEDDED = ("/embeddings/", "/activex/")
_MIMETYPE, _OPEN_DOCUMENT = "mimetype", b"application/vnd.oasis.opendocument"
_MAIN, _LINK = "/officeDocument", "/hyperlink"  # ends of the types of relations, in both dialects of the standard

_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS = (b"utf-8", b"us-ascii")
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


class Package:
    """An Office file whose directory has been found harmless. Raises Refused for others."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > MOST_ENTRIES:
            raise Refused("package-bomb")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Refused("package-damaged") from error
        entries = self._archive.infolist()
        for entry in entries:
            _check(entry)
        _check_together(entries, self._archive.start_dir)
        self._entries = {entry.filename: entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def read(self, name: str) -> bytes:
        """A part, unpacked. Raises Refused for one that is too large, damaged or missing."""
        entry = self._entries.get(name)
        if entry is None:
            raise Refused("package-damaged")
        if entry.file_size > LARGEST_PART:
            raise Refused("package-bomb")
        try:
            with self._archive.open(entry) as part:
                return part.read(LARGEST_PART + 1)  # no more than its declared size comes out, and its checksum is looked at
        except _BROKEN as error:
            raise Refused("package-damaged") from error

    def tree(self, name: str) -> etree._Element:
        """A part of XML, parsed. Raises Refused."""
        return parsed(self.read(name))

    def main(self) -> tuple[str, str]:
        """The name and the content type of the part that the others belong to; both "" for a zip that is no Office file."""
        if TYPES not in self or RELATIONS not in self:
            return "", ""
        for relation in self.tree(RELATIONS):
            if (relation.get("Type") or "").endswith(_MAIN):
                name = str(PurePosixPath("/", relation.get("Target") or "").relative_to("/"))
                return name, self._types.get(f"/{name}".lower(), "")
        return "", ""

    def format(self) -> str:
        """`docx` or `xlsx`, by what is in it. Raises Refused for anything else."""
        _, kind = self.main()
        if kind.endswith("+xml"):
            if any(word in kind for word in _TEXT_TYPES):
                return "docx"
            if any(word in kind for word in _SHEET_TYPES):
                return "xlsx"
        if _MIMETYPE in self and self.read(_MIMETYPE).startswith(_OPEN_DOCUMENT):
            raise Refused("foreign-text")
        raise Refused("foreign" if kind else "foreign-archive")

    def findings(self) -> Iterator[Finding]:
        """What is in the file that is not read, and that nobody should open unawares."""
        told = " ".join([*self._types.values(), *self]).lower()
        if any(word in told for word in _MACROS):
            yield Finding.of("macros")
        if any(word in f"/{name}".lower() for name in self for word in _EMBEDDED):
            yield Finding.of("embedded")
        if any(self._leads_out(name) for name in self if name.endswith(".rels")):
            yield Finding.of("external")

    def vetted(self) -> bytes:
        """The XML of the file as a package of its own: each part unpacked within limits and without a DTD, and nothing else.

        For readers that unpack and parse by themselves.
        """
        made, size = io.BytesIO(), 0
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
            for name in self:
                if name.lower().endswith((".xml", ".rels")):
                    data = self.read(name)
                    size += len(data)
                    if size > 2 * LARGEST_PART:
                        raise Refused("package-bomb")
                    package.writestr(zipfile.ZipInfo(name), checked(data))
        return made.getvalue()

    @cached_property
    def _types(self) -> dict[str, str]:
        """The content type of each part that has one of its own, by its name in small letters."""
        found = ((each.get("PartName"), each.get("ContentType")) for each in self.tree(TYPES))
        return {name.lower(): kind.lower() for name, kind in found if name and kind}

    def _leads_out(self, name: str) -> bool:
        """Whether something outside is part of the file: a template, a picture, another workbook. Links to click at are not."""
        return any(
            each.get("TargetMode") == "External" and not (each.get("Type") or "").endswith(_LINK) for each in self.tree(name)
        )


def parsed(xml: bytes) -> etree._Element:
    """The tree of XML from outside. Raises Refused for what is none, or has a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(checked(xml), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("package-damaged") from error


def checked(xml: bytes) -> bytes:
    """XML in UTF-8 that has no DTD, and so no entities: no parser can be brought to unfold or to fetch any. Raises Refused.

    Its encoding must be one in which a DTD can't hide from a look at the bytes; Office files have no others (ECMA-376-2, 6.2.5).
    """
    if xml.startswith(_UTF16_MARKS):
        try:
            xml = re.sub(r"^<\?xml.*?\?>", "", xml.decode("utf-16")).encode()
        except UnicodeError as error:
            raise Refused("package-damaged") from error
    xml = xml.removeprefix(_UTF8_MARK)
    declared = _ENCODING.match(xml)
    if not xml.startswith(b"<") or b"\0" in xml or (declared and declared[1].lower() not in _ENCODINGS):
        raise Refused("package-damaged")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Refused("xml-doctype")
    return xml


def _check(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry that no Office program writes."""
    name = entry.orig_filename
    parts = name.split("/")
    if not name or parts[0] == "" or ".." in parts or re.search(r"[\\:\0-\x1f]", name):
        raise Refused("package-names", name=re.sub(r"[^ -~]", "?", name)[:80])
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("package-encrypted")
    if entry.compress_type not in _METHODS:
        raise Refused("package-damaged")


def _check_together(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse entries that are too large together, that share their bytes, or of which two have one name."""
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Refused("package-bomb")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Refused("package-damaged")
    placed = sorted((entry.header_offset, _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size) for entry in entries)
    if any(start + length > after for (start, length), (after, _) in pairwise([*placed, (end, 0)])):
        raise Refused("package-bomb")  # what shares bytes unpacks to any size
