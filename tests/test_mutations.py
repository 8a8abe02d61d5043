"""Files as they come from hasty editors and bad disks: whatever stands in them, checking says what is wrong and never breaks.

Each example alters a file of a small project, whose form has every kind of block, or a piece of a real file, in one to three
places. Then the check gives coded problems that can be said in every language, and what it calls sound can be lowered, and
written as Word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalyp import pipeline, plan
from kalyp.lower.document import lower_document
from kalyp.model.base import Item
from kalyp.problems import Code
from kalyp.read import project as reading
from kalyp.read.project import read_project
from kalyp.running import Here
from kalyp.say import Speaker, tongues
from kalyp.write.fonts import find_fonts
from tests.content_copy import BANKS, FORM_FILE, FRAMEWORK_FILE, keep_fonts, make_project, put, put_frameworks
from tests.support import ROOT

HANDBOOK_FILE, CHAPTER_FILE = "content/handbooks/kg/book.yaml", "content/handbooks/kg/book/first.yaml"
SAMPLE_FILE, PACK_FILE = "content/samples/kg/sample.yaml", "content/packs/kg/pack.yaml"
EVERY = 24  # one in so many sound examples is written as Word
SPEAKERS = [Speaker(language) for language in tongues()]
SMALL = (
    *(FORM_FILE, FORM_FILE, FORM_FILE, FRAMEWORK_FILE, HANDBOOK_FILE, CHAPTER_FILE, SAMPLE_FILE, PACK_FILE, "layouts/pages.yaml"),
    *("frameworks/listed.yaml", "frameworks/stages.yaml"),
    *(f"content/{name}.yaml" for name in BANKS),
)

ODD = (
    *"\"':,;-#&*!|>%@`?{}[]()<>~=\\/._ 0",
    *(": ", " #", "**", "__", "--- ", "{page}", "&a ", "*a", "!!python/object:os.system ", "\t", "\n", "\0", "\a", "\x0c"),
)
LETTERS = (
    *("😀", "ب", "\u0301", "中", "é", "Ү", "ң", "№", "§", "²", "ﬁ", "\u1e9e", "\U0001f1f0\U0001f1ec", "0", "_", "  ", " ,"),
    *("\r", "\x85", "\xa0", "\xad", "\u200b", "\u200f", "\u2028", "\u202e", "\u2060", "\ufeff", "\ufffd", "\ue000"),
)
VALUES = (
    *("", "~", "null", "true", "no", "5", "-1", "0", "40", "60", "999999999", "1.10", "12:30", "2026-02-30", "0001-01-01"),
    *("[]", "{}", "[[]]", "[a, b]", "{a: b}", "{ky: а, kk: ә, ru: а}", '""', '" "', "''", "|", ">-", "&a a", "*a", "<<"),
    *(
        "'{'",
        "'{day}'",
        "'{0}'",
        "../../x",
        "a/b",
        "a.b",
        "A-1",
        "x" * 70,
        "ы" * 300,
        "'**а** *б*'",
        "'**а'",
        "'" + "*а " * 50 + "'",
    ),
    *(
        "heading",
        "cover",
        "contents",
        "page-break",
        "help",
        "descriptors",
        "text",
        "docx",
        "form",
        "tiny",
        "kg",
        "low",
        "self",
        "date",
    ),
    *('"a\\0b"', '"a\\x0cb"', '"a\\u2028b"', '"\\ud800"', "'\t'"),
)
TEXTS = (
    "**а** б",
    "а *б* в",
    "ы" * 300,
    "'{page}'",
    "'{day}'",
    "а" + " б" * 400,
    "<b>а</b>",
    "'&amp;'",
    "а__б",
    "20__–20__",
    "%s %d",
)
KEYS = ("id", "titel", "text", "<<", "? a", "ky", "uz", "block", "1", "~", "field", "framework", "x" * 200, '"a\\nb"')

GLOSSARY = """\
terms:
  - en: deputy head
    term: {ky: окуу бөлүмүнүн башчысы, kk: директордың орынбасары, ru: заместитель директора}
    avoid: {ky: [завуч, деректир]}
"""

_HEAD = """\
country: kg
source: kg-handbook-2019
title: {ky: Аталышы, kk: Атауы, ru: Название}
subject: {ky: Сыноо үчүн, kk: Сынау үшін, ru: Для испытаний}
edition: {number: "1", date: "2026-09-01", status: draft}
page: A4
"""
BOOKS = {  # what shows the form: a handbook with a chapter, a sample, a pack
    HANDBOOK_FILE: f"""\
id: book
kind: handbook
slug: book
{_HEAD}formats: [docx]
blocks:
  - block: cover
  - block: contents
chapters: [first]
appendices: [every-block]
""",
    CHAPTER_FILE: """\
id: first
source: kg-handbook-2019
title: {ky: Бөлүм, kk: Бөлім, ru: Глава}
blocks:
  - block: text
    text: {ky: "[Форма](#every-block)", kk: "[Нысан](#every-block)", ru: "[Форма](#every-block)"}
  - block: usage-card
    document: every-block
""",
    SAMPLE_FILE: f"""\
id: sample
kind: sample
sample_of: every-block
slug: sample
{_HEAD}formats: [pdf, docx]
mark: {{ky: Үлгү, kk: Үлгі, ru: Образец}}
values:
  full-name: {{ky: Үлгүлиева А., kk: Үлгілиева А., ru: Образцова А.}}
""",
    PACK_FILE: f"""\
id: pack
kind: pack
slug: pack
role: teacher
{_HEAD}formats: [zip]
add: [sample]
drop: [every-block]
order: [sample]
""",
}

Alteration = Callable[[list[str], st.DataObject], None]


def _line(lines: list[str], data: st.DataObject) -> int:
    return data.draw(st.integers(0, len(lines) - 1))


def delete(lines: list[str], data: st.DataObject) -> None:
    start = _line(lines, data)
    del lines[start : start + data.draw(st.sampled_from((1, 1, 1, 2, 5)))]


def double(lines: list[str], data: st.DataObject) -> None:
    start = _line(lines, data)
    lines[start:start] = lines[start : start + data.draw(st.sampled_from((1, 1, 3, 6, 12)))]


def swap(lines: list[str], data: st.DataObject) -> None:
    one, other = _line(lines, data), _line(lines, data)
    lines[one], lines[other] = lines[other], lines[one]


def indent(lines: list[str], data: st.DataObject) -> None:
    at = _line(lines, data)
    lines[at] = data.draw(st.sampled_from(("", " ", "  ", "    ", "\t", "- "))) + lines[at].lstrip()


def odd_sign(lines: list[str], data: st.DataObject) -> None:
    _put_in(st.sampled_from(ODD), lines, data)


def odd_letter(lines: list[str], data: st.DataObject) -> None:
    _put_in(st.sampled_from(LETTERS), lines, data)


def any_text(lines: list[str], data: st.DataObject) -> None:
    _put_in(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), lines, data)


def _put_in(new: st.SearchStrategy[str], lines: list[str], data: st.DataObject) -> None:
    at = _line(lines, data)
    column = data.draw(st.integers(0, len(lines[at])))
    replaced = data.draw(st.sampled_from((0, 1)))
    lines[at] = lines[at][:column] + data.draw(new) + lines[at][column + replaced :]


_VALUE = re.compile(r"""(?<=: )("[^"]*"|'[^']*'|[^,{}\[\]"']+)""")
_KEY = re.compile(r"[a-z_]+(?=:)")


def other_value(lines: list[str], data: st.DataObject) -> None:
    _replace(_VALUE, st.sampled_from(VALUES), lines, data)


def value_from_elsewhere(lines: list[str], data: st.DataObject) -> None:
    values = [match.group() for line in lines for match in _VALUE.finditer(line)]
    if values:
        _replace(_VALUE, st.sampled_from(values), lines, data)


def other_key(lines: list[str], data: st.DataObject) -> None:
    keys = [match.group() for line in lines for match in _KEY.finditer(line)]
    _replace(_KEY, st.sampled_from([*KEYS, *keys]), lines, data)


def _replace(pattern: re.Pattern[str], new: st.SearchStrategy[str], lines: list[str], data: st.DataObject) -> None:
    found = [(at, match) for at, line in enumerate(lines) for match in pattern.finditer(line)]
    if found:
        at, match = data.draw(st.sampled_from(found))
        lines[at] = lines[at][: match.start()] + data.draw(new) + lines[at][match.end() :]


def drop_item(lines: list[str], data: st.DataObject) -> None:
    start, end = _item(lines, data)
    del lines[start:end]


def double_item(lines: list[str], data: st.DataObject) -> None:
    start, end = _item(lines, data)
    name = data.draw(st.sampled_from(("x", "y", "z")))
    lines[end:end] = [re.sub(r"\bid: .*?(?=[,}]|$)", f"id: {name}", line) for line in lines[start:end]]


def move_item(lines: list[str], data: st.DataObject) -> None:
    start, end = _item(lines, data)
    item = lines[start:end]
    del lines[start:end]
    starts = [at for at, line in enumerate(lines) if line.startswith(item[0][: item[0].find("-") + 1] or "\n")]
    at = data.draw(st.sampled_from([*starts, len(lines)]))
    lines[at:at] = item


def _item(lines: list[str], data: st.DataObject) -> tuple[int, int]:
    """The lines of an item of a list; else some line."""
    starts = [at for at, line in enumerate(lines) if line.lstrip().startswith("- ")]
    start = data.draw(st.sampled_from(starts)) if starts else _line(lines, data)
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and lines[end].startswith(" " * (depth + 1)):
        end += 1
    return start, end


NUMBERS = ("0", "1", "2", "3", "12", "40", "60")
DATES = ("'{'", "'{day}'", "'{day}{month}{year}{x}'", "'2026-02-30'", "'0001-01-01'", "'2024-02-29'")
SETTINGS = {
    **dict.fromkeys(("share", "lines", "count", "level", "rows", "mark"), NUMBERS),
    **dict.fromkeys(("date", "valid_from"), DATES),
    **dict.fromkeys(("width", "height"), ("0", "-1", "60", "100", "148", "1000", "9999")),
    **dict.fromkeys(("code", "number", "name", "slug"), ("../../x", "a/b", '"\\0"', '"\\x0c"', '""', "ж", "a b", "'1'")),
    "margins": ("[0, 0, 0, 0]", "[-1, 5, 5, 5]", "[90, 90, 90, 90]", "[1, 1, 1]"),
    "letters": ("а", '""', "абвгд", "' а'"),
    "style": ("body", "lead", "note", "label"),
    "kind": ("text", "lines", "date", "number", "choice", "form", "booklet"),
    "block": ("text", "heading", "cover", "help", "lines", "note", "usage-card"),
    "levels": ("[]", "low"),
    "voices": ("[]", "[self, self]", "[observer]"),
    "formats": ("[docx, docx]", "[]"),
    "page": ("A5", "A4-landscape"),
    "competency": ("'1'", "'9'"),
}
_SETTING = re.compile(rf"(?<=\b)({'|'.join(SETTINGS)}): +(\[[^\]]*\]|\"[^\"]*\"|[^,{{}}\[\]\"]+)")


def other_setting(lines: list[str], data: st.DataObject) -> None:
    found = [(at, match) for at, line in enumerate(lines) for match in _SETTING.finditer(line)]
    if found:
        at, match = data.draw(st.sampled_from(found))
        new = data.draw(st.sampled_from(SETTINGS[match[1]]))
        lines[at] = f"{lines[at][: match.start(2)]}{new}{lines[at][match.end() :]}"


_TEXT = re.compile(r"(?<=\b(?:ky|kk|ru): )[^,{}\[\]\"]+")


def other_text(lines: list[str], data: st.DataObject) -> None:
    letters = st.text("абвңөүәғқұһі -–«»()№12", min_size=1, max_size=40).map(lambda text: f'"{text.strip()}"')
    _replace(_TEXT, letters | st.sampled_from(TEXTS), lines, data)


def cut(lines: list[str], data: st.DataObject) -> None:
    del lines[_line(lines, data) + 1 :]


ROUGH: tuple[Alteration, ...] = (delete, double, swap, indent, odd_sign, any_text, other_value, other_key, cut)
GENTLE: tuple[Alteration, ...] = (
    *(drop_item, double_item, move_item, other_setting, other_setting),
    *(other_text, odd_letter, value_from_elsewhere),
)


def _altered(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    kind = data.draw(st.sampled_from((ROUGH, GENTLE, (*ROUGH, *GENTLE))))
    for alter in data.draw(st.lists(st.sampled_from(kind), min_size=1, max_size=3)):
        if lines:
            alter(lines, data)
    return "\n".join(lines)


def _as_word(text: str) -> str:
    """The document with Word as its only format: pages take too long here."""
    return re.sub(r"^formats: .*$", "formats: [docx]", text, flags=re.MULTILINE)


def _pieces() -> list[tuple[str, str]]:
    """Pieces of real files: the head of a document with one of its blocks; the head of a framework with one competency."""
    found = []
    for path in sorted((ROOT / "content").glob("*/*/*.yaml")):
        head, *blocks = path.read_text(encoding="utf-8").split("\n  - block: ")
        head = _as_word(head)
        found += [(FORM_FILE, f"{head}\n  - block: {block[:3000].rsplit(chr(10), 1)[0]}\n") for block in blocks]
    for path in sorted((ROOT / "frameworks").glob("*.yaml")):
        head, first, *_ = path.read_text(encoding="utf-8").split('\n      - id: "')
        first = first.partition("\n  - id: ")[0]  # where the domain has only one
        first = re.sub(r"\n        alignments:(\n {10}.*)+", "", first)  # to competencies that are left out
        found.append((f"frameworks/{path.name}", f'{head}\n      - id: "{first}\n'))
    return found


PIECES = _pieces()


class Bench:
    """The small project, whose unchanged files are read once; alters a file, checks, and puts it back."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = make_project(root)
        put_frameworks(root)
        for file, text in PIECES:
            if file.startswith("frameworks/"):
                put(root, file, text)
        for file, text in BOOKS.items():
            put(root, file, text)
        put(root, "content/glossary.yaml", GLOSSARY)
        put(root, FORM_FILE, _as_word((ROOT / "tests" / "every_block.yaml").read_text(encoding="utf-8")))
        for path in (root / "content" / "hyphenation").iterdir():
            path.unlink()
        wanted = read_project(root)[0].fonts
        assert wanted
        fonts = find_fonts(wanted)
        monkeypatch.setattr(pipeline, "find_fonts", lambda wanted: fonts)
        self.plain = {file: (root / file).read_bytes() for file in (*SMALL, *(file for file, _ in PIECES))}
        self.kept: dict[str, Item | None] = {}
        self.read = reading._Reader.read
        self.sound = 0
        self.written = 0
        monkeypatch.setattr(reading._Reader, "read", lambda reader, file, model: self._read(reader, file, model))
        assert [SPEAKERS[0].problem(problem) for problem in pipeline.check(root).problems] == []

    def _read(self, reader: reading._Reader, file: str, model: type[Item]) -> Item | None:
        if file in self.plain and (self.root / file).read_bytes() == self.plain[file]:
            if file not in self.kept:
                self.kept[file] = self.read(reader, file, model)
            return self.kept[file]
        return self.read(reader, file, model)

    def try_out(self, file: str, data: bytes) -> None:
        """Check the project with this file."""
        put(self.root, file, data)
        try:
            self._try_out()
        finally:
            put(self.root, file, self.plain[file])

    def _try_out(self) -> None:
        checked = pipeline.check(self.root)
        for problem in checked.problems:
            assert problem.code in Code
            assert (self.root / problem.place.file).exists() or problem.place.file.startswith("content/")
            for speaker in SPEAKERS:
                line = speaker.problem(problem)
                assert line.isprintable()
                assert line.encode()
        sound = pipeline.sound(checked.project, checked.problems, plan.Sources(checked.project))
        words = tuple(document.id for document in sound if document.formats == ["docx"])
        for document in sound:
            languages = tuple(checked.project.languages)
            for edition in (languages[:1], languages[1:]):
                lower_document(checked.project, document, edition)
            self.sound += 1
            if words and self.sound % EVERY == 0:
                self._write(words)

    def _write(self, names: tuple[str, ...]) -> None:
        outcome = pipeline.build(self.root, plan.Choice(only=names), Here, lambda done, total, path: None)
        assert Code.BLOCK_UNWRITABLE not in {problem.code for problem in outcome.problems}
        self.written += len(outcome.made)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        keep_fonts(monkeypatch)
        yield Bench(tmp_path_factory.mktemp("project"), monkeypatch)


def examples(count: int) -> settings:
    return settings(max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@examples(1000)
@given(st.data(), st.sampled_from(SMALL))
def test_altered_files(bench: Bench, data: st.DataObject, file: str) -> None:
    bench.try_out(file, _altered(bench.plain[file].decode(), data).encode())


@examples(800)
@given(st.data(), st.sampled_from(PIECES))
def test_altered_pieces_of_real_files(bench: Bench, data: st.DataObject, piece: tuple[str, str]) -> None:
    file, text = piece
    bench.try_out(file, _altered(text, data).encode())


@examples(200)
@given(st.data(), st.sampled_from(SMALL), st.binary(min_size=1, max_size=40))
def test_random_bytes(bench: Bench, data: st.DataObject, file: str, noise: bytes) -> None:
    plain = bench.plain[file]
    start = data.draw(st.integers(0, len(plain)))
    bench.try_out(file, plain[:start] + noise + plain[start + data.draw(st.sampled_from((0, len(noise), len(plain)))) :])


def test_enough_of_them_were_sound_and_written(bench: Bench) -> None:
    """The tests above are worth little where nothing gets as far as the writers."""
    assert bench.sound > 200
    assert bench.written > 48
