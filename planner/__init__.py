"""The rollout planner: how vehicles with all-solid-state batteries roll out under the capacity of their lines.

import planner

inputs = planner.load("inputs/base")     # every table a DataFrame, everything checked
result = planner.plan(inputs)            # a linear program, solved and audited
result["yearly_plan"]                    # every result table a DataFrame
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.exports.compared.compared import Compared
    from planner.results.plan import Plan
    from planner.tables.aims import Wanted
    from planner.tables.inputs import Inputs

__all__ = ["compare", "load", "plan", "validate"]


def load(folder: Path | str, *, scenario: str = "base", overrides: Sequence[str] = ()) -> Inputs:
    """The checked inputs of a case folder.

    Args:
        folder: The case.
        scenario: A scenario of its table `scenarios`; "base": the case as it stands.
        overrides: More rules, as `planner run --override` takes them, applied after the scenario's.

    Raises:
        planner.errors.InputError: Anything is wrong with it; `problems` holds everything that is.
        planner.errors.UsageError: An override is no rule.
    """
    from planner import pipeline  # noqa: PLC0415 - `import planner` is cheap
    from planner.scenarios import Variant  # noqa: PLC0415

    return pipeline.load(folder, variant=Variant(scenario, tuple(overrides)))[0]


def validate(folder: Path | str, *, scenario: str = "base", overrides: Sequence[str] = ()) -> list[str]:
    """Everything wrong with a case folder, worst first, as sentences; empty where all is well.

    `scenario` and `overrides` as for `load`.
    """
    from pathlib import Path  # noqa: PLC0415

    from planner import pipeline  # noqa: PLC0415
    from planner.scenarios import Variant  # noqa: PLC0415

    problems = pipeline.validate(Path(folder), variant=Variant(scenario, tuple(overrides)))[1]
    return [f"{p.place}: {p.message} {p.advice}".strip() for p in problems]


def plan(
    inputs: Inputs,
    *,
    door: str = "pulp",
    solver: str = "HiGHS",
    time_limit: float | None = None,
    gap: float = 1e-4,
    wanted: Wanted | None = None,
) -> Plan:
    """The plan of a case: result tables, key figures and what the solver said.

    Args:
        inputs: From `load`.
        door: "pulp" (any solver that PuLP knows) or "highs" (HiGHS directly).
        solver: Name of the solver as PuLP knows it.
        time_limit: Most seconds to decide; a plan found by then says so in `solve.status`.
        gap: Share of the objective by which a plan may miss its bound and still count as optimal.
        wanted: Objectives, target and statuses that hold, as options of `planner run` name them.

    Raises:
        planner.errors.NoPlanError: No plan keeps within all limits; `reasons` name what would have to bend.
        planner.errors.UsageError: Something that is wanted is not known.
    """
    from planner import pipeline  # noqa: PLC0415
    from planner.solve import Options  # noqa: PLC0415

    inputs = wanted.of(inputs) if wanted else inputs
    return pipeline.plan(inputs, Options(door=door, solver=solver, time_limit=time_limit, gap=gap)).plan


def compare(*reports: Path | str, cases: Sequence[Path | str] = ("inputs",)) -> Compared:
    """Plans side by side, from their reports; `pandas.DataFrame(compared.lines)` is a table of their figures.

    Args:
        reports: Reports of plans, or folders in which there are some; the others are compared with the first.
        cases: Folders of a case, or of several, in which input files are looked up by their fingerprints.

    Raises:
        planner.errors.InputError: A folder is no report; `problems` holds all such folders.
        planner.errors.UsageError: Fewer than two plans, or plans in different money.
    """
    from pathlib import Path  # noqa: PLC0415

    from planner.studies.compare import compare as compared  # noqa: PLC0415

    return compared([Path(report) for report in reports], [Path(case) for case in cases])
