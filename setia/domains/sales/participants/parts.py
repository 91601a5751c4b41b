"""The part that people play in a deal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.participants.model import Part
from setia.kit.shaping.listed import extensible

PARTS = extensible("deal_part", _("Role in a deal"), Part.choices, 10)
