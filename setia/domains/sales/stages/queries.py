"""Which stages there are."""

from __future__ import annotations

from setia.domains.sales.stages.model import Stage, Status


def known_stages() -> dict[int, Stage]:
    """All stages by id, in the order of their pipelines; archived ones too, as records may stand in them."""
    return {stage.pk: stage for stage in Stage.objects.order_by("pipeline_id", "position", "id")}


def first_stage(stages: dict[int, Stage], pipeline: int | None, status: str = Status.OPEN) -> Stage | None:
    """The first stage that means `status`, of this pipeline or of the oldest one."""
    for stage in stages.values():
        if stage.archived_at is None and stage.status == status and pipeline in (None, stage.pipeline_id):
            return stage
    return None
