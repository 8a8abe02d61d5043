"""PDF: core blocks → HTML (Jinja2) → PDF (WeasyPrint) → a form that fills well in every viewer (pikepdf)."""
