"""The first step of an erasure: the party itself loses everything, and everybody else is kept from bringing it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.parties.parties.naming import sort_name
from setia.domains.privacy.erasures.jobs import run_erasure
from setia.domains.privacy.erasures.model import ErasedKey, Erasure, Reason, State
from setia.domains.privacy.erasures.subjects import PARTY, all_of, fingerprint, known_by
from setia.domains.privacy.requests.model import PrivacyRequest
from setia.foundation import ledger, search
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.own_values import nothing_at
from setia.kit import successors
from setia.kit.changes import Change
from setia.kit.forgetting.entries import ERASED
from setia.kit.forgetting.values import droppable, empty_value, personal_fields, put_away
from setia.kit.resources import registry
from setia.kit.writing import changes_of, forget, write


def begin_erasure(
    party: Party, reason: Reason, by: Actor, *, request: PrivacyRequest | None = None, proposal: Erasure | None = None
) -> Erasure:
    """The person is gone from lists and search at once; a worker does the rest. Call inside a transaction."""
    if party.erased_at:
        raise Refusal(_("This person was erased already."))
    if party.archived_at and successors.successor(registry.of_noun(PARTY), party.pk, by.access):
        raise Refusal(_("This party was merged into another one. Erase that one; this one goes with it."))
    erasure = _kept(party, reason, by, request, proposal)
    _empty_parties(erasure, by)
    run_erasure.using(key=f"privacy:erase:{erasure.pk}").enqueue(erasure.pk)
    return erasure


def _kept(party: Party, reason: Reason, by: Actor, request: PrivacyRequest | None, proposal: Erasure | None) -> Erasure:
    ids = all_of(party.pk)
    decided = {
        "state": State.WAITING.value, "approved_by": by.name[:120], "subjects": list(ids), "sought": known_by(ids),
    }  # fmt: skip
    if proposal is not None:
        for name, value in decided.items():
            setattr(proposal, name, value)
        return proposal
    begun = Change(after={"party_id": party.pk, "request_id": request.pk if request else None, **decided})
    begun.after["reason"] = reason.value
    write(registry.of_noun("privacy.erasure"), [begun], by)
    return Erasure.objects.get(pk=begun.id)


def _empty_parties(erasure: Erasure, by: Actor) -> None:
    """Names, addresses and the profile go with this very step; the number stays, for what refers to it."""
    parties, ids = registry.of_noun(PARTY), erasure.subjects
    changes = changes_of(parties, ids)
    fields = [field for name, field in personal_fields(parties).items() if droppable(parties, name)]
    gone = {path: nothing_at(path) for path in put_away(parties)}
    for change in changes:
        for field in fields:
            change.after[field.path] = empty_value(parties, field, change.id)
        change.after |= gone | {
            "sort_name": sort_name(change.after),
            "erased_at": by.at,
            "restricted_on": None,
        }
        change.after["archived_at"] = change.after["archived_at"] or by.at
    forget(parties, changes, by, ())
    search.remove(PARTY, ids)
    facts = [
        ledger.Fact("party.erased", PARTY, c.id, c.id, c.version, c.after["name"], data={ERASED: True}) for c in changes
    ]
    ledger.record(facts, by)
    keys = [ErasedKey(fingerprint=fingerprint(key), erased_on=by.today) for key in erasure.sought["keys"]]
    ErasedKey.objects.bulk_create(keys, ignore_conflicts=True)
