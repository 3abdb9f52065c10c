from __future__ import annotations

from typing import TYPE_CHECKING, Any

import hand_made

from planner.line import check

if TYPE_CHECKING:
    from planner.errors import Problem
    from planner.tables.inputs import Inputs

STAGES = dict.fromkeys("abcd", 0.9)


def problems_of(*edges: Any, stages: dict[str, float] = STAGES) -> list[Problem]:
    inputs = hand_made.make(
        line_items=[{"line": "L", "item": "X"}],
        stages=hand_made.stages("L", stages),
        flows=hand_made.flows("L", *edges),
    )
    return check(inputs["stages"], inputs["flows"], inputs["line_items"])


def test_sound_graphs_have_no_problem(diamond: Inputs) -> None:
    assert check(diamond["stages"], diamond["flows"], diamond["line_items"]) == []
    assert problems_of() == []  # a chain


def test_a_cycle_is_named_with_the_flow_that_closes_it() -> None:
    (problem,) = problems_of("ab", "bc", "ca", "cd")
    assert problem.message == "The flows of line L run in a circle: a -> b -> c -> a."
    assert (problem.check, problem.place, problem.value) == (
        "line_check.cycle",
        "flows.csv row 4 column to_stage",
        "a",
    )
    assert "flows.csv" in problem.advice


def test_a_stage_that_feeds_itself_is_a_cycle() -> None:
    (problem,) = problems_of("ab", "bb", "bc", "cd")
    assert problem.message == "The flows of line L run in a circle: b -> b."


def test_the_shortest_way_round_is_told() -> None:
    (problem,) = problems_of("ab", "bc", "ca", "ba", "cd")
    assert problem.message == "The flows of line L run in a circle: a -> b -> a."


def test_a_stage_in_no_flow_is_an_orphan_and_no_last_stage() -> None:
    (problem,) = problems_of("ab", "bd")
    assert problem.message == "Stage c of line L is in no flow, although the line has flows."
    assert problem.place == "stages.csv row 4 column stage"


def test_two_last_stages_are_named() -> None:
    (problem,) = problems_of("ab", "bc", "bd")
    assert problem.message.startswith("Line L has several last stages: c, d.")
    assert problem.place == "stages.csv row 5 column stage"


def test_a_line_that_makes_something_needs_a_stage() -> None:
    (problem,) = problems_of(stages={})
    assert problem.message == "Line L makes something and has no stage."
    assert problem.place == "line_items.csv row 2 column line"


def test_all_problems_are_found_in_one_pass() -> None:
    stages = dict.fromkeys("abcdef", 0.9)
    found = [problem.check.split(".")[1] for problem in problems_of("ab", "ba", "bc", "bd", "de", stages=stages)]
    assert found == ["orphan", "cycle", "sinks"]


def test_a_flow_to_an_unknown_stage_does_not_crash() -> None:
    assert problems_of("ab", "bc", "cd", ("d", "nowhere")) == []
