"""What duplicates show on the pages of parties, and on everybody's start page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.duplicates.deciding.following import former_names, refuse_to_restore, went_into, went_out_of
from setia.domains.duplicates.merging.choosing import fields_one_of, fuller
from setia.domains.duplicates.pairs.resource import KNOWN
from setia.domains.duplicates.sweeping.suggesting import WATCHED, beside, like
from setia.kit import lookalikes, slots, successors
from setia.kit.lookalikes import Finder
from setia.kit.readers import reads
from setia.kit.slots import Beside, Today
from setia.kit.successors import Succession

PARTY = "parties.party"


def _usual(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return 0 if fuller(one, other) is one else 1


successors.declare(PARTY, Succession(went_into, went_out_of, former_names), refuse_to_restore)
reads(PARTY, KNOWN, _("Looking for duplicates compares it"))
lookalikes.declare(PARTY, Finder(like, beside, WATCHED, "duplicates"))
slots.add_beside(
    "duplicates.pair", Beside(("party", "other"), "merge", "keep", "take", fields_one_of, _usual, "evidence")
)
slots.add_today(
    Today(
        _("Possible duplicates"), "duplicates", 'status = "open"', columns=("party", "other", "score"), sort="-score",
        rows=4, wide=True, reason=_("Parties that may be one and that nobody has looked at yet"),
    )
)  # fmt: skip
