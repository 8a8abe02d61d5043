"""What a file was made as: what every output says of itself, and what comes back is known by. Knows nothing of formats."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file was made as: the document's id, the edition's number, its languages joined by "+"; "" where it doesn't say."""

    document: str
    edition: str = ""
    languages: str = ""
