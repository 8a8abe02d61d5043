#!/usr/bin/env python3
"""The command line: sets itself up where something is missing, then is `python -m kalyp` with the same arguments."""

import sys

from kalyp.setup import start

if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
