"""The validator that other tests rely on: it finds what is wrong, in the right file, and never passes what it did not see."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from tests import verapdf

HTML = '<html lang="ky"><title>Калып</title><h1>Калып</h1><p>Өнүгүү</p></html>'


def test_a_tagged_file_passes_and_one_without_tags_fails(tmp_path: Path) -> None:
    tagged, plain, unreadable = (tmp_path / name for name in ("tagged.pdf", "no tags.pdf", "unreadable.pdf"))
    weasyprint.HTML(string=HTML).write_pdf(tagged, pdf_variant="pdf/ua-1", pdf_tags=True)
    weasyprint.HTML(string=HTML).write_pdf(plain)
    unreadable.write_bytes(b"%PDF-1.7 nothing")
    found = verapdf.failures([tagged, plain, unreadable])
    assert found[tagged] == []
    assert {"6.2-1", "7.1-3", "7.1-11"} <= {failure.rule for failure in found[plain]}
    assert {failure.rule for failure in found[unreadable]} == {"unreadable"}


def test_a_run_that_fails_is_no_pass(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    weasyprint.HTML(string=HTML).write_pdf(file)
    with pytest.raises(AssertionError, match="no flavour"):
        verapdf.failures([file], flavour="nonsense")
