"""What can be asked of the rules for duplicates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from setia.domains.duplicates.matching.model import Matching
from setia.domains.duplicates.sweeping.jobs import KEY, sweep_now
from setia.foundation.access import Actor
from setia.kit.operations import operation


@operation(
    records="matching.asked",
    label=gettext_lazy("Look for duplicates now"),
    told=gettext_lazy("asked to look for duplicates"),
    icon="search",
    bulk=False,
    labels={"whole": gettext_lazy("Compare everybody again, not only who was changed")},
)
def sweep_matching(rules: Matching, *, whole: bool = False, by: Actor) -> None:
    """A worker compares whoever was changed since the last time with everybody else."""
    sweep_now.using(key=KEY).enqueue(whole)
