"""A solve in a process of its own, ended when its time is over, whatever the solver does.

HiGHS looks at its clock at some places only, and was seen at the root for twice its limit. So a solve with a time limit
runs in a child process that tells of plans and bounds as they are found; the solver's own limit ends it as a rule, and
a second later the planner does.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from planner.errors import StoppedError
from planner.messages import text
from planner.solve.answer import News, Raw
from planner.solve.verdict import plan_at_limit, stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from planner.model.assemble import Program
    from planner.solve.answer import Options

    Floats = NDArray[np.float64]
    Said = News | Raw | BaseException | None

CHILD = (sys.executable, "-m", "planner.solve.child")
STARTING = 60.0
"""Seconds for the child to start and take the program; the limit counts from then."""
GRACE = 1.0
"""Seconds after the limit in which the solver may still end by itself."""


class SolverDiedError(StoppedError):
    """The solver's process ended without a word: killed from outside, out of memory, or crashed."""


@dataclass
class Known:
    """What is known of a solve that is not over: the best plan and the best bound."""

    program: Program
    x: Floats | None = None
    bound: float | None = None

    def hear(self, news: News) -> None:
        """Keep a plan or a bound that is better than what was known."""
        cost = self.program.cost
        if news.x is not None and (self.x is None or cost @ news.x < cost @ self.x):
            self.x = news.x
        if news.bound is not None and (self.bound is None or news.bound > self.bound):
            self.bound = news.bound


def watched(program: Program, options: Options, start: Floats | None, command: Sequence[str] = CHILD) -> Raw:
    """Solve in a child process, which is ended a little after the time limit of the options.

    Args:
        program: What to solve.
        options: How, with a time limit.
        start: A first incumbent, scaled, NaN where unknown; None where there is none.
        command: What to run; it takes these three as one pickle and tells `News` and then `Raw` as pickles.

    Raises:
        SolverDiedError: The child ended without an answer.
    """
    limit = options.time_limit or 0.0
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        child = _Child(command, scratch)
        try:
            child.give((_slim(program), options, start))
            return _listen(child, Known(program), limit, options.solver_name)
        finally:
            child.end()


def _listen(child: _Child, known: Known, limit: float, solver: str) -> Raw:
    begun = time.monotonic()
    deadline = begun + STARTING + limit + GRACE
    waiting = True
    while (left := deadline - time.monotonic()) > 0:
        try:
            said = child.said.get(timeout=left)
        except queue.Empty:
            break
        if isinstance(said, Raw):
            return said
        if isinstance(said, BaseException):
            raise said
        if said is None:
            raise SolverDiedError(text("solve.died", code=child.process.wait()))
        if waiting:
            waiting, begun = False, time.monotonic()
            deadline = begun + limit + GRACE
        known.hear(said)
    seconds = time.monotonic() - begun
    if known.x is None:
        return stopped(seconds, solver)
    return plan_at_limit(known.program, known.x, known.bound, seconds, solver)


@dataclass
class _Child:
    """A process in a session of its own with all that it starts, and what it said."""

    command: Sequence[str]
    scratch: str
    said: queue.SimpleQueue[Said] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        """Start it; solvers that write files write them to the scratch folder, which is removed."""
        place = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.scratch)
        here = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(  # noqa: S603 - this Python itself
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, **place, "PYTHONPATH": path},
        )
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._writer = threading.Thread(target=lambda: None)
        self._reader.start()

    def give(self, job: object) -> None:
        """Hand over the job, not waiting for a child that does not take it; the pipe stays open as a sign of life."""
        data = pickle.dumps(job)
        self._writer = threading.Thread(target=self._write, args=(self.process.stdin, data), daemon=True)
        self._writer.start()

    def end(self) -> None:
        """End it and all that it started."""
        if sys.platform == "win32":
            taskkill = ("taskkill", "/F", "/T", "/PID", str(self.process.pid))
            subprocess.run(taskkill, capture_output=True, check=False)  # noqa: S603
        else:
            with suppress(ProcessLookupError, PermissionError):  # it has ended by itself
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._writer.join()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self, pipe: IO[bytes]) -> None:
        while True:
            try:
                self.said.put(pickle.load(pipe))  # noqa: S301 - from the planner's own child
            except (EOFError, pickle.UnpicklingError):  # a word cut short is the last one
                self.said.put(None)
                return
            except Exception as error:  # noqa: BLE001 - raised by who listens
                self.said.put(error)
                return

    @staticmethod
    def _write(pipe: IO[bytes], data: bytes) -> None:
        with suppress(OSError):  # a child that has ended is heard of by the reader
            pipe.write(data)
            pipe.flush()


def _slim(program: Program) -> Program:
    """The program without its keys and terms: what a solver reads."""
    return replace(program, columns=(), rows=(), terms={}, constants={"all": program.constant})
