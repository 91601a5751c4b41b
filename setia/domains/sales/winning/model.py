"""What was learnt from the firm's own history about how opportunities end, and what it says about open ones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from setia.domains.sales.opportunities.model import Opportunity


class Learning(models.Model):
    """One round of learning: `parameters` as `winning.scoring` reads them, as the world was known on `as_of`.

    `deals` were closed by then. Where they are too few, `parameters` is empty. `tested` says how models that had
    learnt from earlier quarters alone did on the later ones (`winning.testing`).
    """

    id = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField()
    as_of = models.DateField()
    version = models.PositiveSmallIntegerField()
    deals = models.PositiveIntegerField()
    won = models.PositiveIntegerField()
    parameters = models.JSONField(default=dict)
    tested = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.as_of} v{self.version}"


class Chance(models.Model):
    """The chance of an open opportunity: `score` in hundredths of log odds, and the `reasons` that add up to it.

    A reason is its name, a value for its words, and its points. `months` holds the probability to be won by the end
    of each of the next months, the present one first.
    """

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, primary_key=True, related_name="learnt")
    score = models.IntegerField()
    reasons = models.JSONField(default=list)
    months = models.JSONField(default=list)
    as_of = models.DateField()

    class Meta:
        indexes: ClassVar = []

    def __str__(self) -> str:
        return str(self.score)
