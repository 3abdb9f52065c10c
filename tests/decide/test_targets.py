"""Targets as options of a run, against toys whose answers stand in the comments.

Copies of N beside L (see `test_objectives.py`): 300 cars are asked for in January and 100 in February, each line makes 100 a
month, a copy of two costs 500, and each car loses 2 million: without a target nothing is built.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import toys
from typer.testing import CliRunner

from planner import pipeline
from planner.cli import app
from planner.errors import NoPlanError, UsageError
from planner.model.objectives import Goal, weigh
from planner.model.reform import with_cost
from planner.results.audit import audit
from planner.solve import Options, Status, solve
from planner.solve.targets import bisected
from planner.tables.aims import Wanted
from planner.tables.target import Target, target_of
from tests.decide import hard_case
from tests.decide.test_objectives import LOSING
from tests.model.test_families import candidate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.pipeline import Planned
    from planner.solve import Answer

CASE = candidate(2, 0, 300, 100) | LOSING
JANUARY, FEBRUARY = dt.date(2026, 1, 31), dt.date(2026, 2, 28)
# In January and February as they are asked for, two kinds of cars on the same lines.
TWO = {
    "items": LOSING["items"] + "\nvan,product,van",
    "line_items": "line,item\nL,car\nL,van\nN,car\nN,van",
    "programmes": "programme,item,site\nP,car,S\nV,van,S",
    "demand": """programme,from,to,base
        P,2026-01-01,2026-01-31,300
        P,2026-02-01,2026-02-28,100
        V,2026-01-01,2026-01-31,10
        V,2026-02-01,2026-02-28,40""",
    "prices": """programme,from,to,price_net
        P,2026-01-01,2026-03-31,10000000
        V,2026-01-01,2026-03-31,0""",
}


def planned(
    folder: Path, target: Target, door: str = "highs", decide: tuple[str, ...] = ("lines",), **tables: str
) -> Planned:
    inputs = toys.load(folder, decide=decide, **{**CASE, **tables})
    return pipeline.plan(Wanted(target=target).of(inputs), Options(door=door), ahead=toys.WITHOUT_WAITS)


def told(plan: Planned) -> str:
    return str(plan.plan.kpis["target"])


ANSWERS = [
    # L alone makes 100 by the end of January, a copy 200, two 300; by the end of February 100 more are asked for.
    (Target("earliest_for", 90), "90 production installs are possible by 2026-01-31 at the earliest", 90, 0),
    (Target("earliest_for", 150), "150 production installs are possible by 2026-01-31 at the earliest", 150, 500),
    (Target("earliest_for", 300), "300 production installs are possible by 2026-01-31 at the earliest", 300, 1000),
    (Target("earliest_for", 350), "350 production installs are possible by 2026-02-28 at the earliest", 350, 1000),
    (Target("earliest_for", 50, programme="P"), "50 production installs of P are possible by 2026-01-31", 50, 0),
    # In January 150 take a copy, by the end of February none.
    (
        Target("least_capex", 150, JANUARY),
        "150 production installs by 2026-01-31 take 500 million CNY of capex at the least",
        150,
        500,
    ),
    (
        Target("least_capex", 150, FEBRUARY),
        "150 production installs by 2026-02-28 take 0 million CNY of capex at the least",
        150,
        0,
    ),
    (Target("least_capex", 201), "201 production installs take 500 million CNY of capex at the least", 201, 500),
    # One copy: 200 + 100 cars.
    (
        Target("most_for_capex", capex=999),
        "999 million CNY of capex allow 300 production installs at the most",
        300,
        500,
    ),
    (Target("most_for_capex", capex=0), "0 million CNY of capex allow 200 production installs at the most", 200, 0),
]
"""Target, what is said, installs, and capex."""


@pytest.mark.parametrize(
    ("door", "target", "sentence", "installs", "capex"),
    [*(("highs", *answer) for answer in ANSWERS), *(("pulp", *answer) for answer in ANSWERS[1::4])],
    ids=lambda value: f"{value.kind}-{value.vehicles}-{value.capex}" if isinstance(value, Target) else "",
)
def test_answers_by_hand(
    door: str, target: Target, sentence: str, installs: float, capex: float, tmp_path: Path
) -> None:
    plan = planned(tmp_path, target, door)
    assert told(plan).startswith(sentence)
    assert "(optimal, gap 0.00%)" in told(plan)
    # The plan is the best that reaches it: each car loses 2, so there are no more than needed.
    assert plan.plan.kpis["total_production_installs"] == pytest.approx(installs, rel=1e-5)
    assert plan.plan.kpis["capex_million"] == capex
    assert plan.plan.kpis["npv_million"] == pytest.approx(-2 * installs - capex, rel=1e-5)
    assert plan.plan.solve.status == "optimal"


def test_the_first_period_is_that_of_whole_copies(tmp_path: Path) -> None:
    # The budget buys 499 / 500 of a copy, which in part would make 150 in January; whole, none is bought: February.
    budget = "measure,year,most\ncapex,2026,499"
    plan = planned(tmp_path, Target("earliest_for", 150), budgets=budget)
    assert told(plan).startswith("150 production installs are possible by 2026-02-28")
    row = plan.plan["objective_levels"].iloc[0]
    assert (row["objective"], row["value"], row["bound"], row["reached"]) == ("earliest_for", 2.0, 2.0, 2.0)
    assert row["by"] == pd.Timestamp(2026, 2, 28)


@pytest.mark.parametrize("door", ["highs", "pulp"])
def test_targets_where_nothing_is_left_to_decide(door: str, tmp_path: Path) -> None:
    # L alone: 100 + 100 cars, whatever the capex.
    plan = planned(tmp_path / "a", Target("earliest_for", 101), door, decide=())
    assert told(plan).startswith("101 production installs are possible by 2026-02-28 at the earliest")
    plan = planned(tmp_path / "b", Target("most_for_capex", capex=0), door, decide=())
    assert told(plan).startswith("0 million CNY of capex allow 200 production installs")
    with pytest.raises(NoPlanError, match="at most 200 are"):
        planned(tmp_path / "c", Target("earliest_for", 201), door, decide=())


def test_installs_of_a_programme_are_its_own(tmp_path: Path) -> None:
    # 30 vans can be sold by the end of February only: 10 in January and 40 after.
    plan = planned(tmp_path, Target("earliest_for", 30, programme="V"), **TWO)
    assert told(plan).startswith("30 production installs of V are possible by 2026-02-28")
    assert plan.plan["yearly_plan"].set_index("programme")["production_installs"].to_dict() == {"P": 0, "V": 30}


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (
            Target("earliest_for", 401),
            "401 production installs are not possible by the end of the plan; at most 400 are.",
        ),
        (
            Target("least_capex", 301, JANUARY),
            "301 production installs by 2026-01-31 are not possible; at most 300 are.",
        ),
    ],
)
def test_what_cannot_be_reached_says_what_can(target: Target, said: str, tmp_path: Path) -> None:
    with pytest.raises(NoPlanError) as caught:
        planned(tmp_path, target)
    assert str(caught.value) == said
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("decide", [("lines",), ()])
def test_too_little_capex_says_how_much_is_paid(decide: tuple[str, ...], tmp_path: Path) -> None:
    decisions = "action,object,copy,date,status\non_stream,N,1,2026-01-01,committed"
    with pytest.raises(NoPlanError, match="as little as 499 million of capex; at least 500 million is paid"):
        planned(tmp_path, Target("most_for_capex", capex=499), decide=decide, decisions=decisions)


def test_a_case_without_a_plan_says_why_whatever_the_target(tmp_path: Path) -> None:
    demand = "programme,from,to,base,least\nP,2026-01-01,2026-01-31,400,301"
    for number, target in enumerate((Target("earliest_for", 1), Target("least_capex", 1))):
        with pytest.raises(NoPlanError) as caught:
            planned(tmp_path / str(number), target, demand=demand)
        assert any("demand: least of P" in reason for reason in caught.value.reasons)


def test_objectives_follow_the_target(tmp_path: Path) -> None:
    inputs = toys.load(tmp_path, decide=("lines",), **CASE)
    wanted = Wanted("volume:0.5,npv", target=Target("least_capex", 150, JANUARY))
    plan = pipeline.plan(wanted.of(inputs), Options(door="highs")).plan
    # With the one copy 300 cars at the most, of which half may be given up: the 150 of January.
    table = plan["objective_levels"]
    assert table["objective"].tolist() == ["capex", "volume", "npv"]
    assert table["value"].tolist() == pytest.approx([500, 300, -800], rel=1e-5)


@pytest.mark.thorough
def test_the_audit_counts_what_was_to_be_reached(tmp_path: Path) -> None:
    for number, (target, more) in enumerate(
        (
            (Target("earliest_for", 150), Target("earliest_for", 151)),
            (Target("least_capex", 150, JANUARY), Target("least_capex", 151, JANUARY)),
            (Target("most_for_capex", capex=500), Target("most_for_capex", capex=499)),
        )
    ):
        plan = planned(tmp_path / str(number), target)
        wrong = plan.inputs.replace(case=replace(plan.inputs.case, target=more))
        rules = {finding.rule for finding in audit(wrong, plan.plan.tables, plan.plan.kpis)}
        assert "run_target" in rules
        assert rules <= {"run_target", "level_reached"}


@pytest.mark.thorough
def test_a_search_that_a_limit_ends_says_what_is_not_disproved(tmp_path: Path) -> None:
    # So many cars in 2026 that two seconds neither find nor disprove them: shorter tries do neither.
    inputs = pipeline.load(hard_case.write(tmp_path / "hard"))[0]
    capacity, program = pipeline.build(inputs)
    quantity = weigh(inputs, capacity)(Goal("volume", last=0), program)
    answer = solve(with_cost(program, -quantity.weight), Options(door="highs", time_limit=2.0))
    assert answer.bound is not None
    wanted = Wanted(target=Target("earliest_for", -(answer.objective + answer.bound) / 2))
    plan = pipeline.plan(wanted.of(inputs), Options(door="highs", time_limit=4.0), ahead=toys.WITHOUT_WAITS).plan
    assert "found within the limit; not disproved from 2026-12-31 on" in str(plan.kpis["target"])
    row = plan["objective_levels"].iloc[0]
    assert (row["status"], row["value"], row["bound"]) == ("feasible", 24.0, 12.0)
    assert plan.solve.status == "feasible"
    assert not plan.solve.reproducible


def numbered(known: dict[int, Status]) -> Callable[[int], Answer]:
    """Answers by number, and nothing but their status."""

    class Said:
        def __init__(self, status: Status) -> None:
            self.status = status

    return lambda at: Said(known[at])  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("said", "first", "disproved"),
    [
        ("yyyyy", 0, 0),
        ("nyyyy", 1, 1),
        ("nnnyy", 3, 3),
        ("nnnny", 4, 4),
        ("nnnnn", 5, 5),
        ("??yyy", 2, 0),
        ("n??yy", 3, 1),
        ("nn???", 5, 1),
    ],
)
def test_bisection_finds_the_first_and_never_takes_silence_for_a_proof(said: str, first: int, disproved: int) -> None:
    words = {"y": Status.OPTIMAL, "n": Status.INFEASIBLE, "?": Status.STOPPED}
    search = bisected(0, len(said) - 1, numbered({at: words[word] for at, word in enumerate(said)}))
    assert (search.first, search.disproved) == (first, disproved)
    assert (search.answer is None) == ("y" not in said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((1.0, False, None, "", 5.0, ""), "Only one of"),
        ((None, True, None, "", None, ""), "needs --reach"),
        ((None, False, 10.0, "", None, ""), "needs --reach"),
        ((None, False, None, "2026-01-31", None, ""), "needs --reach"),
        ((None, True, 10.0, "January", None, ""), '"January" is no day'),
        ((None, False, None, "", None, "P"), "does not stand alone"),
    ],
)
def test_options_that_do_not_fit_are_told(
    words: tuple[float | None, bool, float | None, str, float | None, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        target_of(*words)


def test_targets_that_the_case_does_not_know_are_told(tmp_path: Path) -> None:
    inputs = toys.load(tmp_path, **CASE)
    with pytest.raises(UsageError, match='no programme "Q"'):
        Wanted(target=Target("earliest_for", 1, programme="Q")).of(inputs)
    with pytest.raises(UsageError, match="2027-01-01 lies outside the plan"):
        Wanted(target=Target("least_capex", 1, dt.date(2027, 1, 1))).of(inputs)


def test_the_command_answers_in_a_sentence(tmp_path: Path) -> None:
    case = toys.write(tmp_path / "toy", decide=("lines",), **CASE)
    for words, said in (
        (("--earliest-for", "150", "--programme", "P"), "150 production installs of P are possible by 2026-01-31"),
        (("--least-capex", "--reach", "150", "--by", "2026-01-31"), "take 500 million CNY of capex at the least"),
        (("--most-for-capex", "600"), "600 million CNY of capex allow 300 production installs at the most"),
    ):
        done = CliRunner().invoke(app, ["run", str(case), "--out", str(tmp_path), *words], catch_exceptions=False)
        assert said in done.stdout
        kpis = json.loads((tmp_path / "toy" / "base" / "kpis.json").read_text(encoding="utf-8"))
        assert said in kpis["target"]
