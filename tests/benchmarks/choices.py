"""Seconds to decide a case, and what each choice in the formulation buys, beside a naive formulation with default settings.

    python tests/benchmarks/choices.py [--case inputs/base] [--months] [--gaps 0.001 0.0001] [--limit 300] [--runs 1]

Each line takes one choice back and solves the same case; the last takes all of them back: what a good user would write
first, correctly scaled. Its plans must agree with those of the planner within the two gaps, or the line says so.
See the README beside this file.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from planner import pipeline  # noqa: E402
from planner.capacity import build as capacity_build  # noqa: E402
from planner.capacity.pools import Pools  # noqa: E402
from planner.model import catalogue, columns  # noqa: E402
from planner.model.assemble import compressed  # noqa: E402
from planner.model.states import OF  # noqa: E402
from planner.model.suggested import suggested  # noqa: E402
from planner.solve import Options, highs_door  # noqa: E402
from planner.tables.settings import Steps  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from planner.calendar import Timeline
    from planner.model.algebra import Rows
    from planner.model.assemble import Program
    from planner.tables import Inputs

NAIVE = "all of these, default settings"
INTERIOR = "none; interior point at the root"
HEAD = f"{'choice taken back':<34} {'rows':>7} {'columns':>7} {'non-zeros':>9} {'whole':>5} {'gap':>7} {'seconds':>8} {'nodes':>6} {'reached':>8}  {'plan, million':>13}"


def alone(vintages: pd.DataFrame, _ramps: pd.DataFrame, time: Timeline) -> Pools:
    """Every vintage stands for itself."""
    own = np.repeat(np.arange(len(vintages))[:, None], time.size, axis=1)
    return Pools(own, own)


def every_stage(_make: pd.DataFrame, load: pd.DataFrame, _hours: pd.DataFrame) -> pd.DataFrame:
    """A row for every stage of every copy."""
    return load.reset_index(drop=True)


def in_dates(family: Rows, _variables: columns.Variables) -> Rows:
    """Sums over dates as they were written."""
    return family


def dates_whole(program: Program) -> Program:
    """The dates are the whole columns, and their states follow; a state stays within 0 and 1."""
    whole = program.integer.copy()
    for dates, (states, _) in OF.items():
        whole[program.column_slice(dates)], whole[program.column_slice(states)] = True, False
    return replace(program, integer=whole)


def use_written_out(program: Program) -> Program:
    """Sums over coming periods with the use of each of them written out; what defined it is left without effect."""
    defining, using = program.row_slice("stock_use"), program.column_slice("use")
    row = np.repeat(np.arange(program.shape[0]), np.diff(program.indptr))
    terms = pd.DataFrame({"row": row, "column": program.indices, "value": program.data})
    is_use = terms["column"].between(using.start, using.stop - 1)
    is_definition = terms["row"].between(defining.start, defining.stop - 1)
    own = terms[is_use & is_definition].rename(columns={"value": "own"})
    parts = terms[is_definition & ~is_use].merge(own.drop(columns="column"), on="row")
    parts = parts.assign(value=-parts["value"] / parts["own"], use=parts["row"] - defining.start + using.start)
    asked = terms[is_use & ~is_definition].rename(columns={"column": "use", "value": "share"})
    found = asked.merge(parts[["use", "column", "value"]], on="use")
    written = found.assign(value=found["value"] * found["share"])[["row", "column", "value"]]
    every = pd.concat([terms[~is_use | is_definition], written])
    indptr, indices, data = compressed(*(every[name].to_numpy() for name in terms), *program.shape)
    given = program.row_lower[own["row"]] / own["own"].to_numpy()
    by_use = pd.Series(given, index=own["column"].to_numpy()).reindex(asked["use"]).to_numpy()
    moved = np.bincount(asked["row"], asked["share"] * by_use, minlength=program.shape[0])
    lower, upper = program.row_lower - moved, program.row_upper - moved
    return replace(program, indptr=indptr, indices=indices, data=data, row_lower=lower, row_upper=upper)


CHOICES: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "one set of columns for like copies": lambda: patch.object(capacity_build, "pools", alone),
    "dominated stages left out": lambda: patch.object(catalogue, "binding_load", every_stage),
    "sums over dates in states": lambda: patch.object(catalogue, "_in_states", in_dates),
}
BRANCHED = "states branched, not dates"
WRITTEN = "the use of stocks in columns"
INCUMBENT = "a first incumbent"
EVERY = [*CHOICES, BRANCHED, WRITTEN, INCUMBENT]


@dataclass(frozen=True)
class Found:
    """How one solve ended."""

    seconds: float
    nodes: int
    gap: float
    value: float
    bound: float


@contextmanager
def without(names: list[str]) -> Iterator[None]:
    """Take choices back."""
    with ExitStack() as stack:
        for name in names:
            if name in CHOICES:
                stack.enter_context(CHOICES[name]())
        yield


def built(inputs: Inputs, taken_back: list[str]) -> tuple[Program, NDArray[np.float64] | None]:
    """The program of a case without some choices, and its first incumbent where that is none of them."""
    with without(taken_back):
        program = pipeline.build(inputs)[1]
    program = dates_whole(program) if BRANCHED in taken_back else program
    program = use_written_out(program) if WRITTEN in taken_back else program
    start = None if INCUMBENT in taken_back else suggested(program, inputs["decisions"], inputs.case)
    return program, None if start is None else start / program.column_scale


def solved(program: Program, start: NDArray[np.float64] | None, options: Options, default: bool) -> Found:
    """Solve once."""
    highs = highs_door.loaded(program, options)
    if default:
        highs.resetOptions()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("mip_rel_gap", options.gap)
        highs.setOptionValue("time_limit", float(options.time_limit or np.inf))
    highs_door.begin(highs, program, start, np.arange(program.shape[1]))
    begun = time.process_time()
    highs.run()
    seconds, info = time.process_time() - begun, highs.getInfo()
    scale = program.money_scale
    value, bound = (scale * each for each in (info.objective_function_value, info.mip_dual_bound))
    return Found(seconds, info.mip_node_count, info.mip_gap, value, bound)


def line(name: str, inputs: Inputs, taken_back: list[str], gap: float, given: argparse.Namespace) -> tuple[str, Found]:
    """A line of the table, and the last solve."""
    program, start = built(inputs, taken_back)
    root = "ipm" if name == INTERIOR else "choose"
    options = replace(Options(door="highs"), gap=gap, time_limit=given.limit, root=root)
    found = [solved(program, start, options, name == NAIVE) for _ in range(given.runs)]
    last, counts = found[-1], program.counts()
    size = f"{counts['rows']:7} {counts['columns']:7} {counts['non_zeros']:9} {int(program.integer.sum()):5}"
    time_text = f"{median(each.seconds for each in found):8.1f}"
    return f"{name:<34} {size} {gap:7.2%} {time_text} {last.nodes:6} {last.gap:8.3%}  {-last.value:13,.1f}", last


def table(inputs: Inputs, given: argparse.Namespace) -> Iterator[str]:
    """The lines of the table."""
    yield HEAD
    for gap in given.gaps:
        text, own = line("none", inputs, [], gap, given)
        yield text
        yield line(INTERIOR, inputs, [], gap, given)[0]
        for name, taken_back in [*((each, [each]) for each in EVERY), (NAIVE, EVERY)]:
            text, other = line(name, inputs, taken_back, gap, given)
            yield text + ("" if agree(own, other) else "  DOES NOT AGREE")


def agree(one: Found, other: Found) -> bool:
    """Whether neither plan is better than the other's bound allows."""
    slack = 1e-6 * abs(one.value)
    return one.value >= other.bound - slack and other.value >= one.bound - slack


def case(given: argparse.Namespace) -> Inputs:
    """The case, in months throughout where that is asked."""
    inputs = pipeline.load(given.case)[0]
    return (
        inputs.replace(case=replace(inputs.case, steps=(Steps(inputs.case.end, "month"),))) if given.months else inputs
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, default=ROOT / "inputs" / "base")
    parser.add_argument("--months", action="store_true", help="every period a month")
    parser.add_argument("--gaps", type=float, nargs="+", default=[0.001, 0.0001])
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for one solve")
    parser.add_argument("--runs", type=int, default=1, help="solves of each; medians are printed")
    given = parser.parse_args()
    for text in table(case(given), given):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
