"""Why customers say no to an offer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.offers.model import DeclineReason
from setia.kit.shaping.listed import extensible

DECLINED = extensible("decline_reason", _("Reason for declining an offer"), DeclineReason.choices, 10)
