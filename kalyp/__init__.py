"""Kalyp: competency frameworks and forms in YAML → printable, fillable documents."""
