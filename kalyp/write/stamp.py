"""What a file was made as ↔ the properties in which PDF, Word and Excel say so: they outlive filling in and saving again.

Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping

from kalyp.model.core import Lowered
from kalyp.model.origin import Origin

DOCUMENT, EDITION, LANGUAGES = "KalypDocument", "KalypEdition", "KalypLanguages"
PIECES = "KalypPieces"  # of a pack: a line for each document that is bound in it, its id and edition
NAMES = (DOCUMENT, EDITION, LANGUAGES, PIECES)


def origin_of(lowered: Lowered) -> Origin:
    """What the outputs of an edition are made as."""
    return Origin(lowered.document, lowered.edition, "+".join(lowered.languages))


def stamps(origin: Origin) -> dict[str, str]:
    """The properties of a file, by name."""
    return {DOCUMENT: origin.document, EDITION: origin.edition, LANGUAGES: origin.languages}


def stamped(properties: Mapping[str, str]) -> Origin | None:
    """What the properties of a file say that it was made as; None where they don't."""
    document = properties.get(DOCUMENT, "").strip()
    if not document:
        return None
    return Origin(document, properties.get(EDITION, "").strip(), properties.get(LANGUAGES, "").strip())


def listed(pieces: Mapping[str, str]) -> str:
    """The editions of what is bound in a pack, by document, as its property has them."""
    return "\n".join(f"{document} {edition}" for document, edition in pieces.items())


def pieces(properties: Mapping[str, str]) -> dict[str, str]:
    """The editions of what is bound in a pack, by document; nothing for other files."""
    lines = (line.partition(" ") for line in properties.get(PIECES, "").splitlines())
    return {document: edition.strip() for document, _, edition in lines if document}
