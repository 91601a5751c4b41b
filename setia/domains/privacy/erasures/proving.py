"""The end of an erasure: looking for what should be gone, and a proof that names nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from setia.domains.privacy.erasures.model import Erasure, State
from setia.domains.privacy.requests.model import PrivacyRequest, Status
from setia.foundation.access import Actor
from setia.foundation.jobs import hold_lease
from setia.kit.forgetting.seeking import found
from setia.kit.resources import registry
from setia.kit.writing import change_of, write


def prove(erasure: Erasure, by: Actor, breathe: Callable[[], None]) -> None:
    """Search all texts of all tables, keep how many still hold something, forget what was sought."""
    known = erasure.sought
    left = {
        "sought": found(known.get("sought", ()), breathe, without=[Erasure]),
        "names": found(known.get("names", ()), breathe, without=[Erasure]),
    }
    with transaction.atomic():
        hold_lease()
        erasures = registry.of_noun("privacy.erasure")
        change = change_of(Erasure.objects.select_for_update().get(pk=erasure.pk))
        after = change.after
        after |= {"left": left, "sought": {}, "note": "", "state": State.DONE.value, "finished_at": moment(by)}
        after["proof"] = fingerprint_of(after)
        write(erasures, [change], by, fact="erasure.proven", data={"count": sum(after["counts"].values())})
        if erasure.request_id:
            _answer(erasure.request_id, after["name"], by)


def moment(by: Actor) -> datetime:
    """A story that is told happened when it says; everything else now, however long ago it was begun."""
    return by.at if by.channel == "demo" else timezone.now()


def _answer(request: int, words: str, by: Actor) -> None:
    change = change_of(PrivacyRequest.objects.select_for_update().get(pk=request))
    change.after |= {"status": Status.DONE.value, "done_on": by.today, "reply": words}
    write(registry.of_noun("privacy.privacyrequest"), [change], by, fact="privacyrequest.answered")


def facts_of(erasure: Any) -> dict[str, Any]:
    """What the proof says; the same for ever, so that its fingerprint can be worked out again."""
    value = erasure.get if isinstance(erasure, dict) else lambda name: getattr(erasure, name)
    finished = value("finished_at")
    return {
        "erasure": value("id"),
        "records": list(value("subjects")),
        "reason": str(value("reason")),
        "decided_by": value("approved_by"),
        "begun": value("started_at").isoformat() if value("started_at") else "",
        "finished": finished.isoformat() if finished else "",
        "counts": dict(sorted(value("counts").items())),
        "left": value("left"),
    }


def fingerprint_of(erasure: Any) -> str:
    return sha256(json.dumps(facts_of(erasure), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_unaltered(erasure: Erasure) -> bool:
    """Whether the proof says what it said when it was made."""
    return bool(erasure.proof) and erasure.proof == fingerprint_of(erasure)
