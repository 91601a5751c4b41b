"""What is answered to a call that changed something."""

from __future__ import annotations

from setia.faces.api.repeating.once import Reply
from setia.faces.api.rows import record_json
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, NotFound
from setia.kit.operations import Outcome
from setia.kit.resources import Resource


def reply_of(
    resource: Resource,
    record_id: int,
    outcome: Outcome,
    by: Actor,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Reply:
    """The record after a call, or only its number where the caller may not see it (any more)."""
    try:
        body = record_json(resource, record_id, by)
        sent = {"ETag": f'"{body["version"]}"', **(headers or {})}
    except (Forbidden, NotFound):
        body, sent = {"id": record_id}, dict(headers or {})
    return Reply(body | {"act": outcome.act}, status, sent, shown_once(outcome))


def reply_of_many(outcome: Outcome) -> Reply:
    return Reply({"ids": outcome.ids, "act": outcome.act}, shown_once=shown_once(outcome))


def shown_once(outcome: Outcome) -> dict[str, object]:
    """What a verb tells at once and never again, such as the secret of a new token."""
    return {"answer": outcome.answer} if outcome.answer else {}
