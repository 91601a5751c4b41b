"""What privacy shows on the pages of parties, and on the start page of whoever looks after it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.privacy.archive.writing import archive_of
from setia.domains.privacy.erasures.model import State
from setia.domains.privacy.erasures.paper import proof_of
from setia.domains.privacy.fields.doors import doors_of
from setia.domains.privacy.requests.model import Kind
from setia.kit import papers, slots
from setia.kit.papers import Paper
from setia.kit.resources import Panel
from setia.kit.slots import Dated, Today

REQUESTS = "privacy-requests"

slots.add(
    "parties.party",
    Panel(_("Privacy requests"), REQUESTS, "party", ("name", "due_on", "status", "owner"), "-received_on"),
)
slots.add_dated(Dated(REQUESTS, "due_on", 'status = "open"'))
slots.add_today(
    Today(
        _("Privacy requests"), REQUESTS, 'status = "open"', columns=("name", "party", "due_on"),
        sort="due_on", rows=4, reason=_("What people asked about what we keep of them, the soonest due first"),
    )
)  # fmt: skip

papers.add(
    "privacy.privacyrequest",
    Paper(
        "archive", _("Everything that is kept (archive)"), "download", "answer", "privacyrequest.handed_out",
        archive_of,
        lambda request: request.kind in (Kind.ACCESS, Kind.PORTABILITY) and not request.party.erased_at,
    ),
)  # fmt: skip
papers.add(
    "privacy.erasure",
    Paper(
        "proof", _("Proof to print"), "printer", "approve", "erasure.proof_taken", proof_of,
        lambda erasure: erasure.state == State.DONE,
    ),
)  # fmt: skip
slots.add_warning(
    "parties.party",
    lambda party: _("Processing restricted since %(day)s: what is known may only be seen and kept.")
    % {"day": party.restricted_on.isoformat()} if party.restricted_on else "",
)  # fmt: skip
slots.add_warning("parties.party", lambda party: _("This person was erased.") if party.erased_at else "")
slots.add_doors("privacy.personalfield", doors_of)
