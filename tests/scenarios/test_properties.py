"""What holds for any rules: base is base, order is precedence, and the log undone gives the case back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_cases import applied, case, column, content, undone

from planner import pipeline
from planner.results.overrides import overrides
from planner.scenarios import Variant, apply
from planner.tables import raw

if TYPE_CHECKING:
    from planner.scenarios import Applied

RULES = (
    "stages.yield where line=cells times 0.97",
    "stages.yield plus -0.01",
    "stages.rate where stage=mix set 60",
    "stages.uptime set 0.9",
    "supply.base where item=powder times 1.5",
    "supply.price plus 1",
    "decisions.date where action=on_stream months 3",
    "decisions where action=on_stream; copy=2 drop",
    "calendars.to months 1",
    "ramps.month where curve=slow stretch 1.5",
    "ramps.month stretch 0.5",
    "ramps.uptime_factor times 0.9",
    "ramps add curve=other; month=0; uptime_factor=0.4",
    'sites add site=north; name="A; ""B"""; notes=x',
    "sites where site!=east drop",
    "demand where from=2027-07-01.. drop",
    "demand add programme=P1; market=abroad; from=2027-04-01; to=2027-12-31; base=40",
    "case.demand_level set low",
    "case.discount_rate plus 0.01",
    "case.pilot_until drop",
    "case.decide set []",
    "seasons.weight where month=..6 times 2",
)
lists = st.lists(st.sampled_from(RULES), max_size=8)


def changed(rules: list[str], folder: Path) -> Applied:
    """Any rules in a row; those that touch nothing any more are told and pass."""
    return apply(raw(folder), Variant(overrides=tuple(rules)))


@settings(max_examples=150)
@given(lists)
def test_the_log_undone_gives_the_case_back(rules: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = case(Path(scratch) / "small")
        before = content(raw(folder))
        done = changed(rules, folder)
        log = overrides(done.changes).to_dict("records") if done.changes else []
        assert undone(content(done.files), log) == before


@settings(max_examples=50)
@given(lists)
def test_what_is_changed_is_logged_and_nothing_else(rules: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = case(Path(scratch) / "small")
        files = raw(folder)
        before = content(files)
        done = apply(files, Variant(overrides=tuple(rules)))
        assert content(files) == before, "the files that were read stay as they are"
        touched = {change.table for change in done.changes}
        after = content(done.files)
        assert all(after.get(table) == before.get(table) for table in before | after if table not in touched)
        assert all(change.old != change.new for change in done.changes)


@settings(max_examples=50)
@given(lists, lists)
def test_rules_given_apart_do_what_they_do_together(first: list[str], then: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = case(Path(scratch) / "small")
        together = changed([*first, *then], folder)
        apart = apply(changed(first, folder).files, Variant(overrides=tuple(then)))
        assert content(apart.files) == content(together.files)


def test_an_empty_scenario_equals_base(tmp_path: Path) -> None:
    folder = case(tmp_path / "small", "empty,,,,after,nothing,,", "nothing,stages,stage=mix,rate,set,50,,")
    base, empty = pipeline.load(folder)[0], pipeline.load(folder, variant=Variant("empty"))[0]
    assert (base.scenario, empty.scenario) == ("base", "empty")
    assert base.changes == empty.changes == ()
    assert base.case == empty.case
    assert all(base[name].equals(empty[name]) for name in base.tables)


def test_order_is_precedence(tmp_path: Path) -> None:
    # (50 + 10) x 2 = 120, 50 x 2 + 10 = 110, and a value set last holds.
    small = case(tmp_path / "small")
    plus, times, put = (f"stages.rate where stage=mix {op}" for op in ("plus 10", "times 2", "set 7"))
    rates = [
        column(applied(small, *rules).files, "stages", "rate")[0]
        for rules in ([plus, times], [times, plus], [plus, put])
    ]
    assert rates == ["120", "110", "7"]


def test_conditions_see_what_rules_before_have_made(tmp_path: Path) -> None:
    small = case(tmp_path / "small")
    done = applied(small, "stages.branch where stage=mix set new", "stages.rate where branch=new times 2")
    assert column(done.files, "stages", "rate")[0] == "100"


def test_rules_of_the_command_line_come_after_those_of_the_scenario(tmp_path: Path) -> None:
    small = case(tmp_path / "small", "fast,stages,stage=mix,rate,set,80,,")
    assert (
        column(applied(small, "stages.rate where stage=mix times 2", scenario="fast").files, "stages", "rate")[0]
        == "160"
    )
