"""What was promised in a call, a meeting or an e-mail that somebody tells of becomes a promise."""

from __future__ import annotations

from setia.domains.promises.promises.model import Source
from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry, Fact, reaction
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit import verbs
from setia.kit.resources import registry

SOURCES = {
    "party.called": Source.CALL, "party.met": Source.MEETING, "party.mailed": Source.EMAIL,
    "party.visited": Source.MEETING, "party.noted": Source.OTHER,
}  # fmt: skip


def says_what_was_promised(fact: Fact) -> bool:
    return bool(fact.data.get("inputs", {}).get("promised"))


@reaction(*SOURCES, when=says_what_was_promised)
def what_was_said_becomes_a_promise(entry: Entry) -> None:
    """Made by whoever told it, with their rights; a correction of what was told makes no second one."""
    said = entry.data.get("inputs", {})
    words = " ".join(str(said.get("promised") or "").split())
    staff = Staff.objects.filter(pk=entry.actor_id, is_active=True).first() if words and not entry.corrects else None
    if staff is None:
        return
    by = actor_of(staff, "job")
    values = {
        "name": words[:300], "party": str(entry.story_id), "due_on": said.get("promised_on", ""),
        "source": SOURCES[entry.kind].value, "made_on": min(entry.at.date(), by.today).isoformat(),
        "owner": said.get("keeper") or str(staff.pk),
    }  # fmt: skip
    try:
        verbs.create(registry["promises"], values, by)
    except Refusal:
        # They may not have promises, or not see the party any more: what they told stands in the history all the same.
        return
