"""What the command says, in the language of whoever runs it: `kalyp/messages/<language>.yaml`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kalyp.problems import Problem

FOLDER = Path(__file__).parent / "messages"
DEFAULT = "en"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def tongues() -> list[str]:
    """The languages that the command speaks."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def tongue(environment: Mapping[str, str] = os.environ) -> str:
    """The language to speak: KALYP_SPEAK, or else the locale's, or else English."""
    for name in ("KALYP_SPEAK", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = environment.get(name, "")[:2].lower()
        if wanted in tongues():
            return wanted
    return DEFAULT


@lru_cache(maxsize=4)
def _messages(language: str) -> dict[str, Any]:
    with (FOLDER / f"{language}.yaml").open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.load(file, Loader=_LOADER)  # noqa: S506  (a safe loader, the C one where it is)
    return found


class Speaker:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._messages = _messages(language)

    def say(self, line: str, **values: object) -> str:
        """One of the command's lines."""
        return str(self._messages["lines"][line]).format_map({key: str(value) for key, value in values.items()})

    def problem(self, problem: Problem) -> str:
        """`file:line:column item [code] What is wrong. How to mend it.`"""
        words = self._messages["problems"][problem.code.value]
        kinds = self._messages["kinds"]
        values = {key: kinds.get(value, value) if key in ("kind", "wanted") else value for key, value in problem.values}
        text = f"{words['what']} {words['mend']}".format_map(values)
        item = f" {problem.place.item}" if problem.place.item else ""
        return f"{problem.place}{item} [{problem.code.value}] {text}"
