"""The pipeline a new installation begins with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

NAME = "Sales"
STAGES = (
    ("Prospecting", "open", 10),
    ("Engaging", "open", 30),
    ("Proposal", "open", 50),
    ("Negotiation", "open", 75),
    ("Won", "won", 100),
    ("Lost", "lost", 0),
)


def make_pipeline(pipelines: type[Any], stages: type[Any], now: datetime) -> None:
    """Nothing happens where there are pipelines already. The models are those of the moment (migrations)."""
    if pipelines.objects.exists():
        return
    times = {"created_at": now, "updated_at": now}
    pipeline = pipelines.objects.create(name=NAME, **times)
    stages.objects.bulk_create(
        stages(pipeline=pipeline, name=name, status=status, position=position, probability=probability, **times)
        for position, (name, status, probability) in enumerate(STAGES, 1)
    )
