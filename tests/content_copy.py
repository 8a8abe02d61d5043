"""A small project for tests, quick to check: the banks and layouts of the real one, one tiny framework, one small form."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kalyp.write.pdf import fieldfont
from tests.support import ROOT

BANKS = ("countries", "fields", "glossary", "languages", "roles", "sources", "words")
FRAMEWORK_FILE = "frameworks/tiny.yaml"
FORM_FILE = "content/forms/kg/small.yaml"

FRAMEWORK = """\
id: tiny
country: kg
source: kg-handbook-2019 tool 2
title: {ky: Компетенциялар, kk: Құзыреттер, ru: Компетенции}
description: {ky: Эки компетенция, kk: Екі құзырет, ru: Две компетенции}
status: draft
version: "1"
valid_from: "2019-01-01"
licence: CC-BY-4.0
source_language: ky
voices: [self]
levels:
  - {id: low, mark: 1, title: {ky: Төмөнкү, kk: Төмен, ru: Низкий}}
  - {id: high, mark: 2, title: {ky: Жогорку, kk: Жоғары, ru: Высокий}}
domains:
  - id: planning
    code: I
    title: {ky: Пландоо, kk: Жоспарлау, ru: Планирование}
    competencies:
      - id: "1"
        code: "1"
        short: {ky: Сабактын планы, kk: Сабақ жоспары, ru: План урока}
        statement:
          self: {ky: Сабактын планын түзөм, kk: Сабақ жоспарын құрамын, ru: Составляю план урока}
        help: {ky: План – сабактын жолу, kk: Жоспар – сабақтың жолы, ru: План – путь урока}
        descriptors:
          low:
            - id: a
              source: kg-handbook-2019 tool 2, 1.а low
              text: {ky: План түзбөйт, kk: Жоспар құрмайды, ru: Не составляет план}
          high:
            - id: a
              source: kg-handbook-2019 tool 2, 1.а high
              text: {ky: План түзөт, kk: Жоспар құрады, ru: Составляет план}
      - id: "2"
        code: "2"
        short: {ky: Баалоо, kk: Бағалау, ru: Оценивание}
        statement:
          self: {ky: Окуучуларды баалайм, kk: Оқушыларды бағалаймын, ru: Оцениваю учеников}
"""

FORM = """\
id: kg-small
kind: form
code: "9.1"
slug: small
country: kg
source: kg-handbook-2019 tool 2.1
title: {ky: Кичинекей форма, kk: Шағын нысан, ru: Маленькая форма}
subject: {ky: Сыноо үчүн, kk: Сынау үшін, ru: Для испытаний}
edition: {number: "1", date: "2026-09-01", status: draft}
page: A4
formats: [docx]
filled_by: [teacher]
read_by: [mentor]
usage:
  who: {ky: Мугалим, kk: Мұғалім, ru: Учитель}
  when: {ky: Жыл сайын, kk: Жыл сайын, ru: Ежегодно}
  task: {ky: Сыноо, kk: Сынау, ru: Испытать}
  conditions: {ky: Шартсыз, kk: Шартсыз, ru: Без условий}
blocks:
  - block: text
    style: lead
    text:
      ky: Бул форма сыноо үчүн керек.
      kk: Бұл нысан сынау үшін керек.
      ru: Эта форма нужна для испытаний.
  - block: fields
    rows:
      - [full-name, school]
      - [{field: category, share: 4}, date]
  - block: rating
    framework: tiny
    voice: self
    levels_head: {ky: Деңгээл, kk: Деңгей, ru: Уровень}
    comment_head: {ky: Түшүндүрмө, kk: Түсініктеме, ru: Комментарий}
  - block: usage-card
"""


def make_project(root: Path) -> Path:
    """Make the small project in a folder and return the folder."""
    for name in BANKS:
        _copy(f"content/{name}.yaml", root)
    for path in sorted((ROOT / "content" / "hyphenation").iterdir()):
        _copy(path.relative_to(ROOT).as_posix(), root)
    shutil.copytree(ROOT / "layouts", root / "layouts", dirs_exist_ok=True)
    put(root, FRAMEWORK_FILE, FRAMEWORK)
    put(root, FORM_FILE, FORM)
    return root


def put_frameworks(root: Path) -> None:
    """Add the frameworks of other kinds that `tests/every_block.yaml` shows: one without levels, one of stages."""
    for path in sorted((ROOT / "tests" / "frameworks").glob("*.yaml")):
        put(root, f"frameworks/{path.name}", path.read_bytes())


def put(root: Path, file: str, text: str | bytes) -> None:
    """Write a file of the project."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def _copy(file: str, root: Path) -> None:
    put(root, file, (ROOT / file).read_bytes())


def keep_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the field font once for all tests instead of at each check, and read once what each font can show."""
    make, characters = fieldfont.make, fieldfont.characters

    def made(source: Path, target: Path) -> Path:
        if "font" not in _KEPT:
            _KEPT["font"] = make(source, target).read_bytes()
        if not target.is_file():
            put(target.parent, target.name, _KEPT["font"])
        return target

    def shown(path: Path) -> frozenset[str]:
        if path.name not in _SHOWN:
            _SHOWN[path.name] = characters(path)
        return _SHOWN[path.name]

    monkeypatch.setattr(fieldfont, "make", made)
    monkeypatch.setattr(fieldfont, "characters", shown)


_KEPT: dict[str, bytes] = {}
_SHOWN: dict[str, frozenset[str]] = {}
