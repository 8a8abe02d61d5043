"""Running: one build at a time in a folder, and the processes that it works on."""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

from kalyp import state

MOST_WORKERS = 2  # an old laptop has two cores, and each worker holds some 150 MB


@contextlib.contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Hold the folder's build lock; gives False when another build holds it. The system frees it when a process dies."""
    folder = root / state.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


class Here(Executor):
    """Runs each job at once in this process: for a single job, and for tests."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run the call and give its finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def workers(jobs: int) -> Executor:
    """An executor for so many jobs. Workers are forked from a parent that has the renderers, which saves each the imports."""
    from kalyp.write import writers  # noqa: F401  (warm before the fork)

    count = min(MOST_WORKERS, os.cpu_count() or 1, jobs)
    if count < 2:
        return Here()
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork"))
