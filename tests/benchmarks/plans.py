"""Random small cases, planned, written and read back: how many hold, and what does not.

`python tests/benchmarks/plans.py --count 1000` runs a thousand of them; the same seed gives the same cases.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_properties import random_case  # noqa: E402

from planner import pipeline  # noqa: E402
from planner.errors import NoPlanError  # noqa: E402
from planner.solve import Options  # noqa: E402
from planner.studies.check import check  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

CHOICES: dict[str, tuple[object, ...]] = {
    "machines": (1, 2, 3),
    "yield_": (0.5, 0.83, 1.0),
    "uptime": (0.4, 0.77, 1.0),
    "share": (0.0, 0.5, 1.0),
    "start": ("2025-06-01", "2026-01-01", "2026-02-10"),
    "demand": tuple(range(301)),
    "late": ("", "0", "2000000"),
    "parts": tuple(range(1, 401)),
    "closing": tuple(range(21)),
    "days": (0, 5, 20),
    "overtime": tuple(range(61)),
    "premium": (0.0, 0.5),
    "step": ("week", "month", "quarter"),
    "tax": (0.0, 0.25),
    "growth": ("", "0.1,30", "0.5,10"),
}


def findings(count: int, seed: int) -> Iterator[tuple[dict[str, object], list[str] | None]]:
    """The numbers of each case, and what a check of its written report finds; None where the case has no plan."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        numbers = {name: chance.choice(values) for name, values in CHOICES.items()}
        with tempfile.TemporaryDirectory() as place:
            yield numbers, found(Path(place), numbers)


def found(place: Path, numbers: dict[str, object]) -> list[str] | None:
    """What a check of the written report of a case finds; None where the case has no plan."""
    case = random_case(place / "inputs" / "toy", numbers)
    folder, options = place / "reports" / "toy" / "base", Options(door="highs")
    try:
        pipeline.run(case, place / "reports", options, ["csv"])
    except NoPlanError:
        return None
    return [finding.message for finding in check(folder, [case], priced=False).findings]


def main() -> None:
    """Run the cases that the command line asks for and tell of those that do not hold."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    plans, wrong = 0, 0
    for numbers, told in findings(asked.count, asked.seed):
        plans += told is not None
        if told:
            wrong += 1
            sys.stdout.write("\n  ".join([str(numbers), *told]) + "\n")
    sys.stdout.write(f"{asked.count} cases, {plans} with a plan, {wrong} with findings\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
