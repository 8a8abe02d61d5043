"""Where content stands, as seen from the project's root. Names only: whoever decides a no-op may import it."""

from __future__ import annotations

LANGUAGES = "content/languages.yaml"
COUNTRIES = "content/countries.yaml"
ROLES = "content/roles.yaml"
SOURCES = "content/sources.yaml"
FIELDS = "content/fields.yaml"
WORDS = "content/words.yaml"
GLOSSARY = "content/glossary.yaml"
PAGES = "layouts/pages.yaml"
FONTS = "layouts/fonts.yaml"

FRAMEWORKS = "frameworks/"
HANDBOOKS = "content/handbooks/"  # <country>/<name>.yaml is a handbook, <country>/<name>/ holds its chapters
SAMPLES = "content/samples/"
PACKS = "content/packs/"
SUMMARIES = "content/summaries/"
WORKBOOKS = "content/workbooks/"
PLAIN = ("content/forms/", "content/booklets/", "content/sheets/")  # documents of one file
DOCUMENTS = (*PLAIN, HANDBOOKS, SAMPLES, PACKS, WORKBOOKS, SUMMARIES)
HYPHENATION = "content/hyphenation/"
