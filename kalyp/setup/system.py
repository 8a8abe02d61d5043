"""The machine → which Debian packages it lacks, and how they are installed: by us where we may, else by the user."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from kalyp.setup.run import run_all

VENV_PACKAGE = "python3-venv"
VENV_MODULES = ("venv", "ensurepip")  # Debian splits them from python3
LIBRARIES = {  # shared object → the package that has it
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT_PACKAGE = "fonts-paratype"
FONT_FILES = {"pts55f.ttf", "pt_sans-web-regular.ttf", "ptsans-regular.ttf"}  # PT Sans, as its distributors name it
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")
PATIENT = ("-o", "DPkg::Lock::Timeout=300")  # a fresh system often updates itself at that moment


def missing_packages() -> list[str]:
    """Return the packages whose files aren't there, by their Debian names."""
    importlib.invalidate_caches()
    missing = [] if all(importlib.util.find_spec(name) for name in VENV_MODULES) else [VENV_PACKAGE]
    libraries = known_libraries()
    if libraries:  # a system without ldconfig can't be asked
        missing += [package for name, package in LIBRARIES.items() if name not in libraries]
    if not has_font(font_folders()):
        missing.append(FONT_PACKAGE)
    return missing


def known_libraries() -> set[str]:
    """Return the names of the shared objects that the system's loader knows; none if there is no ldconfig."""
    ldconfig = shutil.which("ldconfig", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not ldconfig:
        return set()
    listed = subprocess.run([ldconfig, "-p"], capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    return {line.split()[0] for line in listed.stdout.splitlines() if "=>" in line}


def font_folders() -> list[Path]:
    """Return the folders in which fontconfig finds the fonts of the system and of the user."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 (Path.expanduser fails for a user without a home)
    own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own / "fonts", home / ".fonts"]


def has_font(folders: list[Path]) -> bool:
    """Tell whether the regular PT Sans lies anywhere in these folders."""
    return any(name.lower() in FONT_FILES for folder in folders for _, _, names in os.walk(folder) for name in names)


def has_apt() -> bool:
    """Tell whether packages can be installed by their Debian names."""
    return shutil.which("apt-get") is not None


def may_install() -> bool:
    """Tell whether this user may install packages without being asked for a password."""
    return _as_root() is not None


def command_for_user(packages: list[str]) -> str:
    """Return one line for a shell that installs these packages, asking for the password of whoever may do that."""
    line = f"apt-get update && {shlex.join([*INSTALL, *packages])}"
    if shutil.which("sudo"):
        return line.replace("apt-get", "sudo apt-get")
    return f"su -c {shlex.quote(line)}"


def install(packages: list[str], lock: int) -> None:
    """Install these packages. CommandError, with the last lines of apt-get, if that is impossible.

    A failed update is no reason to stop: one source of many may be down, and the install says whether that matters.
    """
    root = [*(_as_root() or []), "env", "DEBIAN_FRONTEND=noninteractive"]
    update = [*root, "apt-get", *PATIENT, "--quiet", "update"]
    run_all([update, [*root, INSTALL[0], *PATIENT, "--quiet", *INSTALL[1:], *packages]], lock)


def _as_root() -> list[str] | None:
    """Return what goes before a command to run it as root, or None if only a password would help."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
        return [sudo, "-n"]
    return None
