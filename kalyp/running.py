"""Running: one build at a time in a folder, and the processes that it works on, which end with it however it ends."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

from kalyp import state
from kalyp.write.paths import OUTPUT

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


@contextlib.contextmanager
def workers() -> Iterator[Executor]:
    """An executor whose processes import the renderers while the caller reads and checks: they are forked before that.

    A build that fails, is stopped or has nothing to do doesn't wait for what they are at. Raises OSError when a worker was
    killed, for which want of memory is the usual reason.
    """
    count = min(MOST_WORKERS, os.cpu_count() or 1)
    fork = multiprocessing.get_context("fork")
    with (
        tempfile.TemporaryDirectory(prefix="kalyp-") as scratch,
        ProcessPoolExecutor(count, fork, initializer=_begin, initargs=(scratch,)) as pool,
    ):
        started = pool.submit(_nothing)  # which forks them all
        try:
            yield pool
            if not started.done():  # nobody has waited for them, so nothing was asked of them
                _stop(pool)
        except BaseException as error:
            _stop(pool)
            if isinstance(error, BrokenExecutor):
                raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM), OUTPUT) from error
            raise


def _nothing() -> None:
    """A call that only makes the pool begin."""


def _stop(pool: ProcessPoolExecutor) -> None:
    for worker in multiprocessing.active_children():
        worker.terminate()
    pool.shutdown(cancel_futures=True)  # waits for the thread that serves them, which would else be torn down under way


def _begin(scratch: str) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent is killed: else it would keep the lock for ever.

    Its temporary files (WeasyPrint's fonts) are in a folder that the parent removes, since a worker ends without tidying up.
    """
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
    from kalyp.write import writers  # noqa: F401  (the renderers)

    gc.freeze()  # what is imported stays: nobody has to look through it for garbage


def _end_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)
