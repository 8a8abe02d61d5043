"""PDF: core blocks, a section at a time → HTML (Jinja2) → PDF (WeasyPrint) → one that fills well everywhere (pikepdf)."""
