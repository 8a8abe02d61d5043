"""Saved files → a new build, and the catalogue in the browser that reloads itself; on this machine only."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import watch

from kalyp import state
from kalyp.write.paths import OUTPUT

HOST = "127.0.0.1"
_WRITTEN = frozenset({".yaml", ".yml", ".css", ".j2", ".py", ".svg"})  # what people write; editors save aside files, too
_CHANGED = "/.changed"  # answers when there is something new; `layouts/reload.html` asks
_PATIENCE = 25.0  # s that an answer may wait; then the page asks again


class Bell:
    """Counts builds and wakes who waits for the next one."""

    def __init__(self) -> None:
        self._number = 1
        self._rung = threading.Condition()

    def ring(self) -> None:
        """A build has ended."""
        with self._rung:
            self._number += 1
            self._rung.notify_all()

    def wait(self, seen: str) -> str:
        """The number of the last build, as soon as it isn't the one that was seen, or after a while."""
        with self._rung:
            self._rung.wait_for(lambda: str(self._number) != seen, timeout=_PATIENCE)
            return str(self._number)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder; pages get a few lines that reload them after a build."""

    def __init__(self, *arguments: object, bell: Bell, reload: str, **named: object) -> None:
        self._bell = bell
        self._reload = reload
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a page with the lines in it, the question for news, or any other file."""
        path, _, query = self.path.partition("?")
        if path == _CHANGED:
            self._answer(self._bell.wait(query), "text/plain")
            return
        file = Path(self.translate_path(path))
        file = file / "index.html" if file.is_dir() else file
        if file.suffix == ".html" and file.is_file():
            self._answer(file.read_text(encoding="utf-8").replace("</body>", f"{self._reload}</body>"), "text/html")
            return
        super().do_GET()

    def _answer(self, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def serve(root: Path, bell: Bell, port: int = 0) -> http.server.ThreadingHTTPServer:
    """Serve the project's outputs on this machine in a thread of its own; port 0 takes a free one."""
    output = root / OUTPUT
    output.mkdir(exist_ok=True)
    reload = (root / "layouts" / "reload.html").read_text(encoding="utf-8")
    handler = functools.partial(_Handler, bell=bell, reload=reload, directory=str(output))
    server = http.server.ThreadingHTTPServer((HOST, port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def changes(root: Path, stop: threading.Event | None = None) -> Iterable[list[str]]:
    """The files, as seen from the root, each time that some are saved; several saves at once count as one."""
    folders = [root / folder for folder in state.INPUTS if (root / folder).is_dir()]
    for found in watch(*folders, stop_event=stop, raise_interrupt=False):
        yield sorted({Path(path).relative_to(root).as_posix() for _, path in found if Path(path).suffix in _WRITTEN})


def rebuild_on_save(root: Path, bell: Bell, build: Callable[[list[str]], None], stop: threading.Event | None = None) -> None:
    """Build after each save, and ring the bell, until interrupted."""
    for files in changes(root, stop):
        if not files:
            continue
        build(files)
        bell.ring()
