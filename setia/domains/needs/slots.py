"""What needs show on the page of a party."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.kit import slots
from setia.kit.resources import Panel
from setia.kit.slots import Composed

slots.add(
    "parties.party",
    Composed("needs", "party"),
    Panel(_("Needs"), "needs", "party", ("name", "importance", "satisfaction", "priority", "status"), "-priority"),
)
