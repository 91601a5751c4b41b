"""From an action to the verb that does it, at which record, begun with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from setia.domains.insight.actions.model import Action
from setia.foundation.access import Access
from setia.kit import advice
from setia.kit.operations import find_operation, operations_of
from setia.kit.resources import Resource, registry

PARTY = "parties.party"


@dataclass(frozen=True, slots=True)
class Step:
    """`record_id` is 0 where a record is made."""

    resource: Resource
    record_id: int
    verb: str
    inputs: Mapping[str, str]

    def may_be_used(self, access: Access) -> bool:
        right = self.verb if self.verb == "create" else find_operation(self.resource, self.verb).right
        return access.may(right, self.resource.governing)


def step_of(action: Action) -> Step | None:
    """None where the kind of advice, or its verb, is no longer there."""
    kind = advice.kinds().get(action.kind)
    if kind is None:
        return None
    noun, verb = kind.does
    resource = registry.of_noun(noun)
    if verb == "create":
        return Step(resource, 0, verb, action.inputs)
    if verb not in operations_of(resource):
        return None
    return Step(resource, action.party_id if noun == PARTY != kind.noun else action.of_id, verb, action.inputs)
