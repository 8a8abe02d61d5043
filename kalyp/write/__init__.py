"""Core blocks → files: one module or package a format; nothing here knows a rich block or a content file."""
