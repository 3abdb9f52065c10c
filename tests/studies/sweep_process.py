"""Commands that make many plans as processes of their own, to be watched and killed; a study that kills its workers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING

from planner.studies.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.studies.designs import Task

PATIENCE = 600.0
"""Seconds after which something that must happen has not: far more than it takes on a busy machine."""


class Deadly(Study):
    """A study whose run 1 ends its worker process without a word."""

    def key(self, task: Task) -> str:
        """Key of a run; asked for in a worker as well."""
        if task.number == 1 and parent_process() is not None:
            os._exit(1)
        return super().key(task)


def command(folder: Path, out: Path, *more: str, study: str = "sweep") -> subprocess.Popen[str]:
    """`planner sweep`, or another study, begun."""
    words = [sys.executable, "-m", "planner", study, str(folder), "--out", str(out), *more]
    return subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finished(process: subprocess.Popen[str]) -> str:
    """What a process has said when it has ended well."""
    said, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return said


def records(out: Path) -> int:
    """How many runs are finished."""
    return len(list(out.glob("*/*/*/runs/*.json")))


def content(out: Path) -> dict[str, bytes]:
    """Every file of the only study in `out`, the manifest without its times."""
    (folder,) = out.glob("*/*/*")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(files.pop("manifest.json"))
    manifest.pop("times", None)
    return files | {"manifest": json.dumps(manifest).encode()}


def until(happened: Callable[[], object]) -> None:
    """Wait until something has happened."""
    for _ in range(int(PATIENCE / 0.02)):
        if happened():
            return
        time.sleep(0.02)
    raise TimeoutError


@contextmanager
def scheduler(place: Path) -> Iterator[str]:
    """A Dask scheduler on this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with _started(words, place / "scheduler.log"):
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def worker(address: str, place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of a scheduler, in a folder of its own."""
    place.mkdir()
    words = ["-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with _started([*words, "--local-directory", str(place)], place / "log") as process:
        yield process


@contextmanager
def _started(words: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is killed at the end, whatever happens."""
    with log.open("wb") as told:
        process = subprocess.Popen([sys.executable, *words], stdout=told, stderr=told, cwd=log.parent)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def children(process: int) -> list[int]:
    """Processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(stat.parent.name))
    return found


def spawned(process: int) -> list[int]:
    """The worker processes among them."""
    return [child for child in children(process) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def runs(process: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
