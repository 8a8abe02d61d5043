"""The user's language → what the set-up says, on standard error: standard output is the command's own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "messages"


class Words:
    """The set-up's messages in one language: messages/setup.<language>.json, or setup.json if there is none for it."""

    def __init__(self, environment: Mapping[str, str] = os.environ, folder: Path = FOLDER) -> None:
        file = folder / f"setup.{language_of(environment)}.json"
        self._messages = _load(folder / "setup.json")
        if file.is_file():
            self._messages.update(_load(file))

    def line(self, key: str, **values: object) -> str:
        """Return a message with its values put in. KeyError if there is no such message."""
        return self._messages[key].format_map(values)

    def say(self, key: str, **values: object) -> None:
        """Write a message for the user."""
        sys.stderr.write(self.line(key, **values) + "\n")
        sys.stderr.flush()


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language of the user's locale, the part before "_" or "."; empty if no locale is set."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    language = locale.partition(".")[0].partition("_")[0].partition("@")[0].lower()
    return language if language.isalnum() else ""


def _load(file: Path) -> dict[str, str]:
    messages: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return messages
