"""Tasks → their results, from processes with limits: whatever a task does to its process, it costs that task alone.

A process that needs too much memory or time, or that dies, is replaced. Results are small; what tasks read stays where it is.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, Literal, TypeVar

from kalyp.running import MOST_WORKERS

SECONDS = 20.0  # of work for a task; a form needs 0.02, a school's workbook 2
PATIENCE = 5  # times as long by the clock, for old computers that have other things to do
MEMORY = 400_000_000  # bytes for a task, beyond what the process has to begin with

Task = TypeVar("Task")
Result = TypeVar("Result")
Loss = Literal["slow", "memory", "died"]

_LATE = (signal.SIGPROF, signal.SIGALRM)
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes instead of a result: the task took too long, needed too much memory, or its process died."""

    why: Loss


def results(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, seconds: float = SECONDS, memory: int = MEMORY
) -> Iterator[tuple[Task, Result | Lost]]:
    """Do tasks side by side; give each with its result, as they are done. What `work` raises counts as `died`."""
    crew: Crew[Task, Result] = Crew(work, seconds, memory)
    try:
        left = iter(tasks)
        for task in islice(left, min(MOST_WORKERS, os.cpu_count() or 1)):
            crew.hire(task)
        while crew.busy:
            for worker, done in crew.done():
                following = next(left, None)
                if following is not None:
                    crew.give(worker, following)
                yield done
    finally:
        crew.dismiss()


@dataclass(frozen=True, slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection


class Crew(Generic[Task, Result]):
    """The processes, and what they are at."""

    def __init__(self, work: Callable[[Task], Result], seconds: float, memory: int) -> None:
        self._work, self._seconds, self._memory = work, seconds, memory
        self._workers: list[_Worker] = []
        self._tasks: dict[_Worker, Task] = {}

    @property
    def busy(self) -> bool:
        """Whether anyone is at work."""
        return bool(self._tasks)

    def hire(self, task: Task) -> None:
        """Start a process with a task."""
        ours, theirs = _FORK.Pipe()
        others = [ours, *(worker.pipe for worker in self._workers)]  # it must not hold them open when this process is gone
        told = (self._work, theirs, others, self._seconds, self._memory)
        worker = _Worker(_FORK.Process(target=_serve, args=told, daemon=True), ours)
        worker.process.start()
        theirs.close()
        self._workers.append(worker)
        self.give(worker, task)

    def give(self, worker: _Worker, task: Task) -> None:
        """Give the next task to a process that is done with its last, or to a new one if it is no more."""
        if worker not in self._workers:
            self.hire(task)
            return
        self._tasks[worker] = task
        with contextlib.suppress(BrokenPipeError):  # it died just now, which is seen when its result is waited for
            worker.pipe.send(task)

    def done(self) -> Iterator[tuple[_Worker, tuple[Task, Result | Lost]]]:
        """Wait until some are done, and give them with their tasks and results."""
        ready = wait([worker.pipe for worker in self._tasks])
        for worker in [worker for worker in self._tasks if worker.pipe in ready]:
            task = self._tasks.pop(worker)
            try:
                result: Result | Lost = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                result = Lost(self._bury(worker))
            else:
                if isinstance(result, Lost):
                    self._bury(worker)
            yield worker, (task, result)

    def _bury(self, worker: _Worker) -> Loss:
        """Take leave of a process that has ended; say why it did."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        return "slow" if -(worker.process.exitcode or 0) in _LATE else "died"

    def dismiss(self) -> None:
        """End all processes, whatever they are at."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()


def _serve(
    work: Callable[[Task], Result], pipe: Connection, others: list[Connection], seconds: float, memory: int
) -> None:  # in a process of its own
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for late in _LATE:
        signal.signal(late, signal.SIG_DFL)  # it ends the process, whatever library it is in
    logging.disable()  # libraries tell there what findings tell in words
    warnings.simplefilter("ignore")
    _limit(memory)
    gc.freeze()
    with contextlib.suppress(EOFError, BrokenPipeError):  # the parent is gone, or has all it wants
        while True:
            task = pipe.recv()
            _allow(seconds)
            try:
                pipe.send(work(task))
            except Exception as error:
                pipe.send(Lost("memory" if isinstance(error, MemoryError) else "died"))
                break  # who knows what is left half-done
            _allow(0)


def _allow(seconds: float) -> None:
    """Let the process work so long; 0 as long as it likes."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE)


def _limit(memory: int) -> None:
    """Let the process have so many bytes more than it has and no more, where the system can do that; and leave no core behind."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory,) * 2)
