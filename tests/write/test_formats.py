"""Formats: what documents may list, what is made, and what the catalogue says of it are the same."""

from __future__ import annotations

from typing import get_args

from kalyp.model.document import Document, Pack, Sample
from kalyp.write import catalogue
from kalyp.write.formats import FORMATS
from kalyp.write.writers import WRITERS
from tests.support import ROOT


def listed() -> set[str]:
    """The formats that documents of any kind may list."""
    return {name for kind in (Document, Sample, Pack) for name in get_args(get_args(kind.model_fields["formats"].annotation)[0])}


def test_every_format_that_documents_may_list_has_a_writer_an_ending_and_its_words() -> None:
    assert listed() == set(FORMATS) == set(WRITERS)
    assert {f"catalogue-format-{name}" for name in FORMATS} <= catalogue.WORDS


def test_what_a_format_depends_on_is_there() -> None:
    for form in FORMATS.values():
        for use in form.uses:
            if "{language}" not in use:
                assert (ROOT / use).exists(), use


def test_an_output_depends_on_the_rules_of_its_own_language_only() -> None:
    hashes = {"content/hyphenation/aa.yaml": "1", "content/hyphenation/bb.yaml": "2", "kalyp/write/pdf/document.py": "3"}
    assert FORMATS["pdf"].depends(hashes, ("bb",)) == ["content/hyphenation/bb.yaml 2", "kalyp/write/pdf/document.py 3"]
    assert FORMATS["docx"].depends(hashes, ("aa",)) == ["content/hyphenation/aa.yaml 1"]
