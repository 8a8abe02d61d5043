"""A python-docx document → a package without what nobody asked for → bytes that are the same each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from lxml.builder import ElementMaker

from kalyp.model.core import Lowered
from kalyp.write.docx.texts import shortened
from kalyp.write.docx.xml import Element, w
from kalyp.write.stamp import origin_of, stamps

AUTHOR = "Kalyp"
PROPERTY_LIMIT = 255  # python-docx, after what Word shows
REQUIRED = (RELATIONSHIP_TYPE.FONT_TABLE, RELATIONSHIP_TYPE.THEME)  # by the standard; nothing of ours refers to them
KEPT = (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FOOTER, *REQUIRED)
KEPT_BY_PACKAGE = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
COMPATIBILITY = "15"  # Word 2013 and later; tables then begin at the margin
CUSTOM = "docProps/custom.xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USERS_OWN = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that people name themselves
_FIRST = 2  # their numbers begin with it (MS-OLEPS: 0 and 1 are taken)
_TEXT = "word/document.xml"
_COMPATIBILITY_URI = "http://schemas.microsoft.com/office/word"


def strip(document: Document) -> None:
    """Take out what python-docx's template brings along: theme, numbering, pictures, other people's settings."""
    for relations, kept in ((document.part.rels, KEPT), (document.part.package.rels, KEPT_BY_PACKAGE)):
        for key in [key for key, relation in relations.items() if relation.reltype not in kept]:
            del relations[key]


def settings(document: Document, language: str, *, contents: bool) -> None:
    """The few settings that a document of ours needs.

    Where there are contents, Word is told to update its fields, since it alone knows its page numbers. It asks before it does,
    so that it is told nothing where there are none.
    """
    element: Element = document.settings.element
    for child in list(element):
        element.remove(child)
    mode = w("compatSetting", name="compatibilityMode", uri=_COMPATIBILITY_URI, val=COMPATIBILITY)
    update = [w("updateFields", val="true")] if contents else []
    element.extend([w("defaultTabStop", val=720), *update, w("compat", mode), w("themeFontLang", val=language)])


def properties(document: Document, lowered: Lowered) -> None:
    """Title, subject, language and date, and no person's name."""
    core = document.core_properties
    core.title = shortened(lowered.title.plain, PROPERTY_LIMIT)
    core.subject = shortened(lowered.subject.plain, PROPERTY_LIMIT)
    core.author = core.last_modified_by = AUTHOR
    core.created = core.modified = datetime.combine(date.fromisoformat(lowered.date), datetime.min.time(), UTC)
    core.identifier = shortened(lowered.document, PROPERTY_LIMIT)
    core.language = lowered.languages[0]
    core.version = shortened(lowered.edition, PROPERTY_LIMIT)
    core.comments = core.keywords = core.category = ""
    core.revision = 1
    _custom(document, stamps(origin_of(lowered)))


def _custom(document: Document, told: Mapping[str, str]) -> None:
    """Properties of our own by name (ECMA-376-1, 22.3): LibreOffice and Word keep them, and LibreOffice no others."""
    maker = ElementMaker(namespace=_CUSTOM, nsmap={None: _CUSTOM, "vt": _TYPES})
    text = ElementMaker(namespace=_TYPES, nsmap={"vt": _TYPES}).lpwstr
    found = (
        maker.property(text(value), fmtid=_USERS_OWN, pid=str(number), name=name)
        for number, (name, value) in enumerate(told.items(), _FIRST)
    )
    xml = etree.tostring(maker.Properties(*found), xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI(f"/{CUSTOM}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, xml, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def hold(document: Document, pictures: Mapping[str, bytes]) -> None:
    """Take PNG pictures into the package, each under the relation that the document's text names it by."""
    part = document.part
    for relation, data in sorted(pictures.items()):
        picture = Part(PackURI(f"/word/media/{relation}.png"), CONTENT_TYPE.PNG, data, part.package)
        part.load_rel(RELATIONSHIP_TYPE.IMAGE, picture, relation)


def packed(document: Document, body: bytes, day: str) -> bytes:
    """The document's file with the XML of its body, which in `document` is empty.

    Its parts stand in a fixed order and bear the day (ISO), so that the bytes are reproducible.
    """
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[_TEXT] = parts[_TEXT].replace(b"<w:body/>", b"<w:body>%b</w:body>" % body)
    return zipped(parts, date.fromisoformat(day))


def zipped(parts: dict[str, bytes], day: date) -> bytes:
    """A zip file of named parts, each of the same day; the list of content types comes first, as Office has it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()
