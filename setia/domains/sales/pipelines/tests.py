"""Pipelines."""

from __future__ import annotations

import pytest

from setia.domains.sales.pipelines.model import Pipeline
from setia.domains.sales.pipelines.ready_made import make_pipeline
from setia.kit.resources import registry
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_a_new_installation_has_a_pipeline_that_can_be_won_and_lost() -> None:
    stages = registry["stages"].rows().filter(pipeline__name="Sales").order_by("position")
    assert [stage.name for stage in stages] == [
        "Prospecting",
        "Engaging",
        "Proposal",
        "Negotiation",
        "Won",
        "Lost",
    ]
    assert [stage.status for stage in stages] == ["open"] * 4 + ["won", "lost"]


def test_where_there_is_a_pipeline_none_is_added() -> None:
    make_pipeline(Pipeline, registry["stages"].model, NOW)
    assert Pipeline.objects.count() == 1
