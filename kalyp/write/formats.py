"""The formats that documents list: how their files end, and what they are made with. Imports no renderer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kalyp.model.files import FONTS, HYPHENATION

_WORDS = (f"{HYPHENATION}{{language}}.yaml", "kalyp/hyphenation.py")  # where words are cut
_PAGES = (
    *_WORDS,
    "kalyp/model/core.py",
    "kalyp/write/figure/",
    "kalyp/write/layouts.py",
    "kalyp/write/pdf/",
    "kalyp/write/stamp.py",
    "layouts/core.html.j2",
    "layouts/css/print.css",
    "layouts/document.html.j2",
    FONTS,
    "requirements.lock",
)
_SCREEN = (
    *_WORDS,
    "kalyp/model/core.py",
    "kalyp/model/sections.py",
    "kalyp/model/walk.py",
    "kalyp/write/fonts.py",
    "kalyp/write/figure/",
    "kalyp/write/html.py",
    "kalyp/write/layouts.py",
    "kalyp/write/links.py",
    "layouts/core.html.j2",
    "layouts/css/screen.css",
    "layouts/screen-core.html.j2",
    "layouts/screen.html.j2",
    FONTS,
    "requirements.lock",
)


@dataclass(frozen=True, slots=True)
class Format:
    """`ending` of the file; `uses`: files and folders whose change makes the output stale, besides the lowered document.

    `binds`: a pack in this format holds only what is bound in it, others all of its pieces. `made_of`: the format that it is made
    of, so that one job makes both.
    """

    ending: str
    uses: tuple[str, ...]
    binds: bool = False
    made_of: str = ""

    def depends(self, hashes: Mapping[str, str], languages: tuple[str, ...]) -> list[str]:
        """The hashes of all that the format uses, for an edition in these languages, with the names of the files."""
        wanted = tuple({use.format(language=language) for use in self.uses for language in languages})
        return [f"{path} {digest}" for path, digest in sorted(hashes.items()) if path.startswith(wanted)]


FORMATS: Mapping[str, Format] = {
    "pdf": Format(".pdf", _PAGES, binds=True),
    "imposed": Format("-a4.pdf", _PAGES, made_of="pdf"),
    "html": Format(".html", (*_SCREEN,)),
    "zip": Format(".zip", ("kalyp/write/archive.py",)),
    "xlsx": Format(
        ".xlsx",
        (
            *_WORDS,
            "kalyp/model/cells.py",
            "kalyp/model/core.py",
            "kalyp/model/sections.py",
            "kalyp/model/walk.py",
            "kalyp/write/figure/",
            "kalyp/write/fonts.py",
            "kalyp/write/stamp.py",
            "kalyp/write/xlsx/",
            FONTS,
            "requirements.lock",
        ),
    ),
    "docx": Format(
        ".docx",
        (
            *_WORDS,
            "kalyp/model/core.py",
            "kalyp/model/sections.py",
            "kalyp/model/walk.py",
            "kalyp/write/docx/",
            "kalyp/write/figure/",
            "kalyp/write/fonts.py",
            "kalyp/write/links.py",
            "kalyp/write/stamp.py",
            FONTS,
            "requirements.lock",
        ),
    ),
}
