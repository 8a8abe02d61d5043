"""PDF: core blocks, a section at a time → HTML (Jinja2) → PDF (WeasyPrint) → one that reads and fills well in every viewer (pikepdf)."""
