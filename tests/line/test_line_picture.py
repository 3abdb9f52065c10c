from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import hand_made
import pytest

from planner.exports.line_picture import draw
from planner.results.line_view import line_figures, line_flows, line_stages

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tables.inputs import Inputs


def drawn(inputs: Inputs, path: Path) -> tuple[bytes, bytes]:
    """SVG and PNG of the first line and item."""
    line = line_figures(inputs).iloc[0]
    stages = line_stages(inputs, line["line"])
    files = draw(stages[stages["item"] == line["item"]], line_flows(inputs, line["line"]), line, path)
    assert [file.suffix for file in files] == [".svg", ".png"]
    return files[0].read_bytes(), files[1].read_bytes()


def test_the_same_line_gives_the_same_bytes(base: Inputs, tmp_path: Path) -> None:
    assert drawn(base, tmp_path / "a" / "X") == drawn(base, tmp_path / "b" / "Y")


def test_a_picture_has_the_shape_of_a_slide_and_no_date(diamond: Inputs, tmp_path: Path) -> None:
    svg, png = drawn(diamond, tmp_path / "L")
    width, height = struct.unpack(">II", png[16:24])
    assert width / height == pytest.approx(16 / 9, rel=0.002)
    assert b"<dc:date>" not in svg


def test_other_figures_give_another_picture(diamond: Inputs, tmp_path: Path) -> None:
    before = drawn(diamond, tmp_path / "L")
    diamond["stages"].loc[2, "machines"] = 20.0
    assert drawn(diamond, tmp_path / "L")[0] != before[0]


def test_a_name_with_a_dot_keeps_it(diamond: Inputs, tmp_path: Path) -> None:
    drawn(diamond, tmp_path / "L.2")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["L.2.png", "L.2.svg"]


@pytest.mark.parametrize(
    ("names", "edges"),
    [
        ("a", []),  # one box
        ([f"stage {k} with a name that is very long indeed" for k in range(31)], []),  # six bands
        (
            "abcde",
            [("a", "b"), ("b", "c", 2), ("c", "d"), ("d", "e"), ("a", "e"), ("b", "e", 0.5)],
        ),  # past boxes
    ],
)
def test_all_sorts_of_lines_can_be_drawn(names: Any, edges: list[Any], tmp_path: Path) -> None:
    inputs = hand_made.make(
        lines=[{"line": "L", "calendar": "C", "site": "S", "status": "existing"}],
        line_items=[{"line": "L", "item": "X"}],
        items=[{"item": "X", "kind": "product", "unit": "piece"}],
        calendars=[{"calendar": "C", "from": "2026-01-01", "to": "2026-12-31", "hours": 1000}],
        stages=hand_made.stages("L", dict.fromkeys(names, 0.99)),
        flows=hand_made.flows("L", *edges),
        recipes=[{"line": "L", "item": "X", "stage": names[-1], "usage": 0 if len(names) > 1 else 1}],
    )
    svg, _ = drawn(inputs, tmp_path / "L")
    assert svg.startswith(b"<?xml")
    assert b"#d55e00" in svg  # the bottleneck
