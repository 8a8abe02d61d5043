"""WeasyPrint, imported in half of the time: to be imported before anything that imports it.

Its bindings ask for each library by several names, and for each name that is none `ctypes` runs the linker and the compiler to
find what it may stand for. On Linux one of the names is always the file's own, so nobody has to be asked.
"""

from __future__ import annotations

import ctypes.util
import sys


def _load() -> None:
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        import weasyprint  # noqa: F401
    except OSError:  # a library under another name than those that WeasyPrint knows: searched for when it is imported again
        pass
    finally:
        ctypes.util.find_library = search


if sys.platform == "linux":
    _load()
