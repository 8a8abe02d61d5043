"""A filled Word file → the values of its fields; and the way back, values → a filled Word file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date

from docx.oxml.ns import qn
from lxml import etree

from kalyp.write.docx.controls import EMPTY, OFF, ON, RULE, SHORTEST_RULE, box_look
from kalyp.write.docx.names import field_name
from kalyp.write.docx.package import zipped
from kalyp.write.docx.texts import NO_BREAK_HYPHEN
from kalyp.write.docx.xml import Element, run

DOCUMENT = "word/document.xml"
CHECKED = "on"
BETWEEN_MARKS = "+"
_TICKS = (ON, "☑", "✓", "✔", "✗", "✘")
_LEFT_OVER = re.compile(f"{RULE}{{{SHORTEST_RULE},}}|{EMPTY}+")  # of a placeholder that somebody typed into
_TRUE = ("1", "true", "on")
_SIGNS = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): NO_BREAK_HYPHEN}
_TEXTS = (qn("w:t"), qn("w:br"), qn("w:cr"), qn("w:p"), *_SIGNS)


def read(data: bytes) -> dict[str, str]:
    """The value of each field of a filled form, by the field's name; "" where nothing was filled in.

    A group of marks gives the value that is ticked; of two the values joined by "+", so that the contradiction shows. A check
    gives "on". Fields are known by the tag of their control or, where a program dropped the tags, by the bookmark around it;
    a bookmark whose control is gone gives its text. Raises KeyError for a zip file without a Word document in it,
    zipfile.BadZipFile and lxml.etree.XMLSyntaxError for other files.
    """
    return values(_parsed(data))


def values(root: Element) -> dict[str, str]:
    """The same from the parsed XML of the document alone, for who takes files apart with more care."""
    found: dict[str, str] = {}
    for name, value in _values(root).items():
        field, mark, choice = name.partition(":")
        if not mark:
            found[field] = value
            continue
        chosen = [each for each in (found.get(field, ""), choice if value else "") if each]
        found[field] = BETWEEN_MARKS.join(chosen)
    return found


def properties(root: Element) -> dict[str, str]:
    """The custom properties of a file by name, from the parsed XML of that part: what it was made as is among them."""
    return {each.get("name") or "": "".join(str(text) for text in each.itertext()) for each in root}


def fill(data: bytes, values: Mapping[str, str]) -> bytes:
    """A form of ours with values in its controls, by the same names and values that `read` gives; other fields stay.

    "" empties nothing: it leaves a text as it is, and takes the tick from a box. Raises KeyError for a name or mark that the
    form doesn't have.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        day = date(*archive.infolist()[0].date_time[:3])
    root = _parse(parts[DOCUMENT])
    controls = dict(_controls(root))
    known = {name.partition(":")[0] for name in controls}
    for field, value in values.items():
        if field not in known or (value and field not in controls and f"{field}:{value}" not in controls):
            raise KeyError(f"{field}: {value}")
        for name, control in controls.items():
            owner, _, choice = name.partition(":")
            if owner == field:
                _put(control, value, choice or CHECKED)
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(parts, day)


def _parsed(data: bytes) -> Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _parse(archive.read(DOCUMENT))


def _parse(xml: bytes) -> Element:
    """The tree of a document from outside: no entities, no DTD, no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(xml, parser)


def _values(root: Element) -> dict[str, str]:
    """The value of each control by its full name (marks: `name:value`), in the order of the document."""
    values = {name: _control_value(control) for name, control in _controls(root)}
    for name, text in _bookmarked_texts(root).items():
        if name not in values:
            values[name] = CHECKED if any(tick in text for tick in _TICKS) else _clean(text).strip(OFF)
    return values


def _controls(root: Element) -> Iterator[tuple[str, Element]]:
    """Each control that is a field of ours, with its full name."""
    opened: dict[str, str] = {}
    for element in root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:sdt")):
        if element.tag == qn("w:bookmarkStart"):
            opened[_get(element, "w:id")] = _get(element, "w:name")
        elif element.tag == qn("w:bookmarkEnd"):
            opened.pop(_get(element, "w:id"), None)
        else:
            # LibreOffice moves the beginning of a bookmark into the control.
            inside = [_get(mark, "w:name") for mark in element.iter(qn("w:bookmarkStart"))]
            if _is_container(element):
                continue
            name = _property(element, "w:tag") or field_name([*opened.values(), *inside])
            if name:
                yield name, element


def _is_container(control: Element) -> bool:
    """A group, contents, or another control that holds controls and is no field itself."""
    return control.find(f"{qn('w:sdtContent')}//{qn('w:sdt')}") is not None or any(
        control.find(f"{qn('w:sdtPr')}/{qn(kind)}") is not None for kind in ("w:group", "w:docPartObj")
    )


def _bookmarked_texts(root: Element) -> dict[str, str]:
    """The text inside each bookmark of ours, whatever stands there."""
    opened: dict[str, str] = {}
    texts: dict[str, str] = {}
    for element in root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), *_TEXTS):
        if element.tag == qn("w:bookmarkStart"):
            opened[_get(element, "w:id")] = _get(element, "w:name")
            if name := field_name(list(opened.values())):
                texts.setdefault(name, "")
        elif element.tag == qn("w:bookmarkEnd"):
            opened.pop(_get(element, "w:id"), None)
        elif name := field_name(list(opened.values())):
            texts[name] = texts.get(name, "") + _said(element)
    return texts


def _control_value(control: Element) -> str:
    checked = control.find(f"{qn('w:sdtPr')}/{qn('w14:checkbox')}/{qn('w14:checked')}")
    if checked is not None:
        return CHECKED if _get(checked, "w14:val") in _TRUE else ""
    text = "".join(_said(element) for element in control.iter(*_TEXTS))
    placeholder = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if placeholder is not None and (_get(placeholder, "w:val") or "1") in _TRUE and not _LEFT_OVER.search(text):
        return ""  # also where Word shows its own words after a text has been deleted
    return _clean(text)


def _said(element: Element) -> str:
    """What an element adds to a text: its characters, a tab, a hyphen, or a new line."""
    if element.tag == qn("w:t"):
        return element.text or ""
    return _SIGNS.get(str(element.tag), "\n")


def _clean(text: str) -> str:
    return _LEFT_OVER.sub("", text).strip()


def _put(control: Element, value: str, choice: str) -> None:
    """Put a value in a control: tick a box if its own choice is the value, else write the text."""
    properties, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
    if properties is None or content is None:
        return
    checked = properties.find(f"{qn('w14:checkbox')}/{qn('w14:checked')}")
    if checked is not None:
        checked.set(qn("w14:val"), "1" if value == choice else "0")
        _replace(content, run(ON if value == choice else OFF, *box_look()))
    elif value:
        for placeholder in properties.findall(qn("w:showingPlcHdr")):
            properties.remove(placeholder)
        _replace(content, run(value))


def _replace(content: Element, made: Element) -> None:
    for child in list(content):
        content.remove(child)
    content.append(made)


def _property(control: Element, name: str) -> str:
    found = control.find(f"{qn('w:sdtPr')}/{qn(name)}")
    return "" if found is None else _get(found, "w:val")


def _get(element: Element, name: str) -> str:
    return element.get(qn(name)) or ""
