"""Charts: specifications that load nothing, drawn by a process of its own and kept."""

from __future__ import annotations

import pytest

from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.kit.charts import KINDS, ON_PAPER, ON_SCREEN, Chart, Mark, rendering, spec_of
from setia.kit.charts.building import scale_for
from setia.kit.charts.rendering import numbers_of, pictures

MARKS = [
    Mark("Jan", 1, "January: 1", "EU", 0.5, 1.5, "/orders/"), Mark("Feb", 4, "February: 4", "EU", 3, 5),
    Mark("Jan", 2, "January: 2", "Asia"), Mark("Feb", 3, "February: 3", "Asia"),
]  # fmt: skip


def chart(kind: str) -> Chart:
    return Chart(kind, "Sold", "Month", "EUR", MARKS, ["Jan", "Feb"], ["EU", "Asia"], timed=kind != "bar")  # type: ignore[arg-type]


def test_every_kind_of_chart_is_drawn_at_once_and_a_second_time_from_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    specs = [spec_of(chart(kind), ON_PAPER, (300, 150)) for kind in KINDS]
    drawn = pictures(specs, "svg", reader_for("fr"))
    assert len(drawn) == len(KINDS)
    for picture in drawn:
        assert picture.startswith("<svg")
        assert "Jan" in picture
        assert "var(" not in picture
    monkeypatch.setattr(rendering, "CHILD", rendering.CHILD / "gone")
    assert pictures(specs, "svg", reader_for("fr")) == drawn


def test_a_specification_that_would_load_something_is_not_drawn() -> None:
    spec = {**spec_of(chart("line"), ON_PAPER, (300, 150)), "data": {"url": "https://setia.example/data.json"}}
    with pytest.raises(Refusal):
        pictures([spec], "svg", reader_for("en"))


def test_on_a_screen_colours_are_the_names_of_tokens_and_lines_differ_by_more() -> None:
    encoding = spec_of(chart("line"), ON_SCREEN)["layer"][1]["encoding"]
    assert encoding["color"]["scale"]["range"] == ["var(--chart-1)", "var(--chart-2)"]
    assert encoding["strokeDash"]["scale"]["range"][0] != encoding["strokeDash"]["scale"]["range"][1]


def test_numbers_at_an_axis_are_written_as_the_reader_writes_them() -> None:
    assert numbers_of(reader_for("id"))["decimal"] == ","
    assert numbers_of(reader_for("en"))["thousands"] == ","
    assert scale_for([2_500_000.0, 3.0]) == (1_000_000, "millions")
    assert scale_for([]) == (1, "")
