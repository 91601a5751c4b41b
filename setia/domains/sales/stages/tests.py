"""Stages."""

from __future__ import annotations

import pytest

from setia.domains.sales.stages.model import Stage
from setia.foundation.errors import Invalid
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import SETIA, change, make

pytestmark = pytest.mark.django_db


def stage(name: str) -> Stage:
    return Stage.objects.get(name=name)


def test_a_won_stage_is_certain_whatever_is_typed() -> None:
    pipeline = stage("Won").pipeline_id
    assert make("stages", pipeline=pipeline, name="Signed", status="won", probability=20).probability == 100


def test_a_pipeline_has_one_stage_of_a_name() -> None:
    with pytest.raises(Invalid, match="already has a stage"):
        make("stages", pipeline=stage("Won").pipeline_id, name="Won")


def test_a_stage_in_use_keeps_its_meaning_and_stays() -> None:
    make("opportunities", name="GTX for Cancity", stage=stage("Engaging").pk)
    with pytest.raises(Invalid, match="Move them first"):
        change(stage("Engaging"), status="won")
    with pytest.raises(Invalid, match="Move them first"):
        verbs.archive(registry["stages"], [stage("Engaging").pk], SETIA)
    change(stage("Engaging"), name="Talking", probability=35)
    verbs.archive(registry["stages"], [stage("Proposal").pk], SETIA)
    assert stage("Proposal").archived_at
