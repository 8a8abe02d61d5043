"""What the tests look at in a Word file: its XML, its words; and how LibreOffice opens and saves it."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

from docx.oxml.ns import nsmap, qn
from lxml import etree

from kalyp.model.core import Block, Lowered
from kalyp.write.docx.controls import OFF, ON
from kalyp.write.docx.document import write
from tests.write.sample import every_block

_NOT_SAID = (
    "ancestor::w:sdtContent[../w:sdtPr/w:tag] | parent::w:r[w:rPr/w:rStyle/@w:val='Blank']"
    " | parent::w:r[parent::w:hyperlink][preceding-sibling::w:r/w:instrText]"
)
SPACES = {name: uri for name, uri in nsmap.items() if name}


def document(*blocks: Block, languages: tuple[str, ...] = ("ky",)) -> Lowered:
    """A lowered document of nothing but these blocks."""
    return replace(every_block(languages), blocks=blocks)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """The XML of one part of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def body(*blocks: Block, languages: tuple[str, ...] = ("ky",)) -> etree._Element:
    """The XML of a document of these blocks."""
    return part(write(document(*blocks, languages=languages)))


def find(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath."""
    found = element.xpath(path, namespaces=SPACES)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def one(element: etree._Element, path: str) -> etree._Element:
    """The element at an XPath, which has to be the only one."""
    found = find(element, path)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]


def values(element: etree._Element, path: str, name: str = "w:val") -> list[str]:
    """An attribute of each element at an XPath."""
    return [each.get(qn(name)) or "" for each in find(element, path)]


def said(element: etree._Element) -> str:
    """The text of an element; lines and paragraphs begin with a new line.

    Left out: what controls and blanks hold, page numbers.
    """
    shown = []
    for node in find(element, ".//w:t | .//w:br | .//w:tab | .//w:p | .//w:noBreakHyphen"):
        if find(node, _NOT_SAID):
            continue
        shown.append(node.text or "" if node.tag == qn("w:t") else "-" if node.tag == qn("w:noBreakHyphen") else "\n")
    return "".join(shown).strip().replace(ON, "").replace(OFF, "")


def convert(data: bytes, kind: str, folder: Path) -> bytes:
    """Open a Word file in LibreOffice and save it as another kind (`docx`, `pdf`), in a profile of its own."""
    source, target = folder / "form.docx", folder / "saved"
    source.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "HOME": str(folder)})
    return (target / f"form.{kind}").read_bytes()
