"""`python -m kalyp` is the command line."""

from kalyp.cli import main

if __name__ == "__main__":
    main(prog_name="build.py")
