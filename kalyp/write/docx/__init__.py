"""Lowered document → Word: a page to print, with content controls to fill, and the values read back from it."""
