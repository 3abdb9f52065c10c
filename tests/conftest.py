"""What every test may ask for."""

from __future__ import annotations

import os
import pickle
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from planner import pipeline
from planner.messages import VARIABLE

if TYPE_CHECKING:
    import pandas as pd

    from planner.pipeline import Planned
    from planner.tables.inputs import Inputs

# The same examples on every run, and no clock: a busy machine fails nothing.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

# Whatever a developer speaks, tests read English; a test that asks for another language puts it back.
os.environ.pop(VARIABLE, None)

ROOT = Path(__file__).parents[1]
BASE = ROOT / "inputs" / "base"


@dataclass(frozen=True)
class Example:
    """The README's Python example when it has run.

    Attributes:
        said: What it printed.
        planned: The plan that it made.
        inputs: The case as it loaded it.
        before: The tables of the case as they were before it was planned.
    """

    said: str
    planned: Planned
    inputs: Inputs
    before: dict[str, pd.DataFrame]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Example:
    """The README's Python example, run once whatever the number of workers: it plans the base case as `planner run` does."""
    if worker_id == "master":
        return _example()
    # One folder above those of the workers lies that of the whole run.
    kept = tmp_path_factory.getbasetemp().parent / "example.pickle"
    with FileLock(kept.with_suffix(".lock")):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_example()))
        read: Example = pickle.loads(kept.read_bytes())  # noqa: S301 - our own
    return read


def _example() -> Example:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    made: list[Planned] = []
    before: dict[str, pd.DataFrame] = {}
    plan = pipeline.plan

    def kept(inputs: Inputs, *args: Any, **options: Any) -> Planned:
        before.update({name: table.copy() for name, table in inputs.tables.items()})
        made.append(plan(inputs, *args, **options))
        return made[-1]

    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as said:
        patch.chdir(ROOT)
        patch.setattr(pipeline, "plan", kept)
        exec(compile(code[1], "README.md", "exec"), names)  # noqa: S102 - the example is ours
    (planned,) = made
    assert names["plan"] is planned.plan
    return Example(said.getvalue(), planned, names["inputs"], before)


@pytest.fixture(scope="session")
def base_inputs() -> Inputs:
    """The base case, checked."""
    return pipeline.load(BASE)[0]


@pytest.fixture(scope="session")
def base(example: Example) -> Planned:
    """The plan of the base case."""
    return example.planned
