"""A file of the folder → what stands in it, as far as that is known without the project. Runs in a worker process.

Values are text and nothing else: whatever they look like, nobody computes, opens or follows them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kalyp.loop import guard, pdf
from kalyp.loop.guard import Refused
from kalyp.loop.model import Finding
from kalyp.loop.package import CUSTOM, Package
from kalyp.write import stamp
from kalyp.write.docx import read as word

MOST_FIELDS = 60_000  # of a file; the workbook of a school has some 20,000
LONGEST = 5_000  # characters of a value: two pages
MOST_TEXT = 2_000_000  # characters of all values together
LONGEST_NAME = 200  # of a field
FORMATS = {".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx"}
_STEERING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they turn the order of letters around
_KEPT = "\n\t"


@dataclass(slots=True)
class Raw:
    """A file as it was read: its format, the properties that say what it was made as, its values, what was found.

    `cut` are the names of fields whose values were too long, `twice` of those that are there twice with different values.
    """

    file: str
    format: str = ""
    told: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    refused: bool = False


def read(path: Path, shown: str) -> Raw:
    """Read a file. Whatever is wrong with it is a finding; raises MemoryError alone."""
    raw = Raw(shown)
    try:
        _read(guard.content(path), raw)
        if FORMATS.get(path.suffix.lower()) != raw.format:
            raw.findings.insert(0, Finding.of("misnamed", format=raw.format.upper()))
    except Refused as refused:
        _give_up(raw, refused.finding)
    except MemoryError:
        raise
    except Exception:  # a file that nobody has thought of must not keep the others from being read
        _give_up(raw, Finding.of("damaged"))
    return raw


def _give_up(raw: Raw, finding: Finding) -> None:
    raw.findings.append(finding)
    raw.values, raw.refused = {}, True


def _read(data: bytes, raw: Raw) -> None:
    kind = guard.kind(data)
    if kind == "pdf":
        raw.format = "pdf"
        _read_pdf(data, raw)
    elif kind == "package":
        package = Package(data)
        raw.format = package.format()
        raw.findings += package.findings()
        _PACKAGES[raw.format](package, raw)
    else:
        raise guard.refuse(kind, data)


def _read_pdf(data: bytes, raw: Raw) -> None:
    with pdf.opened(data) as opened:
        raw.told = _told(pdf.told(opened))
        _take(pdf.values(opened), raw)
        raw.findings += pdf.findings(opened)


def _read_word(package: Package, raw: Raw) -> None:
    if CUSTOM in package:
        raw.told = _told(word.properties(package.tree(CUSTOM)))
    _take(word.values(package.tree(package.main()[0])).items(), raw)
    if not raw.values:
        raise Refused("word-no-fields")


def _read_excel(package: Package, raw: Raw) -> None:
    from kalyp.write.xlsx import read as excel  # openpyxl is slow to import, and few files are workbooks

    try:
        origin, values = excel.read(package.vetted())
    except excel.Moved as error:
        raise Refused("excel-moved", sheet=error.sheet, cell=error.cell) from error
    except excel.NoWorkbook as error:
        raise Refused("package-damaged") from error
    raw.told = stamp.stamps(origin) if origin else {}
    _take(values.items(), raw)
    if not raw.values:
        raise Refused("excel-no-fields")


_PACKAGES = {"docx": _read_word, "xlsx": _read_excel}


def _told(properties: Mapping[str, str]) -> dict[str, str]:
    """The properties of ours, fit to be shown."""
    return {name: cleaned(properties[name])[:LONGEST] for name in stamp.NAMES if name in properties}


def _take(values: Iterable[tuple[str, str]], raw: Raw) -> None:
    """Take values over, cleaned. Of two fields of one name that say different things neither counts."""
    size = 0
    for name, value in values:
        name, text = cleaned(name), cleaned(value)
        if len(text) > LONGEST:
            text = text[:LONGEST].rstrip()
            raw.cut.append(name)
        size += len(text)
        if len(raw.values) >= MOST_FIELDS or size > MOST_TEXT or len(name) > LONGEST_NAME:
            raise Refused("fields-many")
        if raw.values.get(name, text) != text:
            raw.twice.append(name)
        raw.values[name] = text


def cleaned(text: str) -> str:
    """A text that can be shown and written anywhere: composed letters (NFC), without signs that steer or are no characters."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", "".join(sign for sign in text if sign in _KEPT or _is_said(sign)))


def _is_said(sign: str) -> bool:
    if unicodedata.category(sign) in ("Cc", "Cs") or sign in _STEERING:
        return False
    return ord(sign) & 0xFFFE != 0xFFFE  # U+FFFE, U+FFFF and their like on each plane are no characters
