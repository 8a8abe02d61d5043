"""The catalogue: opens from a folder or a USB stick, in any browser; everything in it leads to a file that is there."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kalyp.model.base import Text
from kalyp.model.document import AnyDocument
from kalyp.state import Output
from kalyp.write import catalogue
from tests.built import Built
from tests.support import need

LANGUAGES = ("ky", "kk", "ru")
PAGES = ("index.html", *(f"index.{language}.html" for language in LANGUAGES))
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Card:
    """A document in the page: is it to be seen, its heading, and by languages the files that are offered."""

    shown: bool
    title: str = ""
    files: dict[str, list[str]] = field(default_factory=dict)
    first: str = ""  # the languages of the edition that stands first


class Page(HTMLParser):
    """The cards of a page, whether the filters and the line for no results are shown, and all addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cards: list[Card] = []
        self.addresses: list[str] = []
        self.shown: dict[str, bool] = {}
        self.open: list[tuple[str, bool, str]] = []  # tag, hidden, languages
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, "hidden" in found, found.get("data-languages") or ""))
        visible = not any(hidden for _, hidden, _ in self.open)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "data")]
        if "id" in found:
            self.shown[found["id"] or ""] = visible
        if tag == "article":
            self.cards.append(Card(visible))
        if tag == "a" and self.cards and visible:
            languages = next((said for _, _, said in reversed(self.open) if said), "")
            self.cards[-1].first = self.cards[-1].first or languages
            self.cards[-1].files.setdefault(languages, []).append(found["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and "h3" in [tag for tag, _, _ in self.open]:
            self.cards[-1].title += data

    @property
    def seen(self) -> list[Card]:
        """The cards that are shown."""
        return [card for card in self.cards if card.shown]


def read(built: Built, name: str) -> str:
    return (built.root / "output" / name).read_text(encoding="utf-8")


def named(document: AnyDocument, language: str) -> str:
    """A document's title, after its code if it has one."""
    return f"{document.code} {document.title[language]}" if document.code else document.title[language]


def browse(built: Built, tmp_path: Path, language: str = "", role: str = "", name: str = "index.ky.html") -> Page:
    """The page in Chromium, opened as a file, after these were chosen from the lists."""
    need("chromium")
    chosen = "".join(
        f"form.{key}.add(new Option('{value}', '{value}')); form.{key}.value = '{value}'; "
        f"form.{key}.dispatchEvent(new Event('change', {{bubbles: true}}));"
        for key, value in (("language", language), ("role", role))
        if value
    )
    script = f"<script>var form = document.getElementById('filters'); {chosen}</script></body>"
    page = tmp_path / "page.html"
    page.write_text(read(built, name).replace("</body>", script), encoding="utf-8")
    command = ["chromium", *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()]
    return Page(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file_and_every_file_is_linked(built: Built, name: str) -> None:
    page = Page(read(built, name))
    for address in page.addresses:
        assert (built.root / "output" / address).is_file(), address
    pages = {f"index.{language}.html" for language in LANGUAGES}
    assert pages <= set(page.addresses)
    assert {f"output/{address}" for address in {*page.addresses} - pages} == {row["path"] for row in built.rows}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_comes_from_elsewhere(built: Built, name: str) -> None:
    html = read(built, name)
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<link|<img|<iframe|XMLHttpRequest|fetch\(", html.replace("// ", ""))


def made(built: Built) -> list[AnyDocument]:
    """The documents that have outputs."""
    return [document for document in built.project.documents.values() if document.formats]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_in_the_language_of_the_page_and_its_own_edition_comes_first(built: Built, language: str) -> None:
    page = Page(read(built, f"index.{language}.html"))
    documents = made(built)
    assert sorted(card.title for card in page.cards) == sorted(named(it, language) for it in documents)
    assert {card.first for card in page.cards} == {language}


def test_the_first_language_is_the_page_that_opens(built: Built) -> None:
    assert read(built, "index.html") == read(built, "index.ky.html")


def test_without_javascript_all_is_shown_and_no_filter_that_would_not_work(built: Built) -> None:
    page = Page(read(built, "index.ru.html"))
    assert len(page.seen) == len(made(built))
    assert not page.shown["filters"]
    assert not page.shown["empty"]


class TestInTheBrowser:
    def test_all_is_shown_at_first_and_the_filters_appear(self, built: Built, tmp_path: Path) -> None:
        page = browse(built, tmp_path)
        assert len(page.seen) == len(made(built))
        assert page.shown["filters"]
        assert not page.shown["empty"]

    def test_one_language_is_shown(self, built: Built, tmp_path: Path) -> None:
        page = browse(built, tmp_path, language="kk")
        assert len(page.seen) == len(made(built))
        for card in page.seen:
            assert set(card.files) == {"kk"}
            assert all("/kk/" in file for file in card.files["kk"])

    def test_the_documents_of_a_role_are_shown(self, built: Built, tmp_path: Path) -> None:
        page = browse(built, tmp_path, role="mentor", name="index.ru.html")
        wanted = [it for it in built.project.documents.values() if "mentor" in (*it.filled_by, *it.read_by)]
        assert 0 < len(wanted) < len(built.project.documents)
        assert sorted(card.title for card in page.seen) == sorted(named(it, "ru") for it in wanted)

    def test_that_there_is_nothing_is_said(self, built: Built, tmp_path: Path) -> None:
        page = browse(built, tmp_path, role="nobody")
        assert not page.seen
        assert page.shown["empty"]


def test_texts_are_texts(built: Built, tmp_path: Path) -> None:
    """What an editor writes is shown as written."""
    document = built.project.documents["kg-4.1"]
    title = Text(dict.fromkeys(LANGUAGES, "</style><script>alert(1)</script> {{ 7 * 7 }}"))
    documents = {**built.project.documents, "kg-4.1": document.model_copy(update={"title": title})}
    (tmp_path / "layouts").symlink_to(built.root / "layouts")
    catalogue.write(tmp_path, replace(built.project, documents=documents), standing(built))
    html = (tmp_path / "output/index.ru.html").read_text(encoding="utf-8")
    assert html.count("<script>") == 1
    assert "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in html


def test_a_page_that_would_lose_a_document_is_not_written(built: Built, tmp_path: Path) -> None:
    (tmp_path / "layouts").symlink_to(built.root / "layouts")
    unread = Output("", "", 1, 1, 0)
    catalogue.write(tmp_path, built.project, {**standing(built), "output/kg/ky/forms/9-unread.pdf": unread})
    assert not (tmp_path / "output").exists()


def standing(built: Built) -> dict[str, Output]:
    """The outputs as the state holds them."""
    return {row["path"]: Output("", row["sha256"], row["bytes"], row["pages"], row["fields"]) for row in built.rows}
