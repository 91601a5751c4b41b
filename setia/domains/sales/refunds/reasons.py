"""Why money is paid back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.refunds.model import RefundReason
from setia.kit.shaping.listed import extensible

REASONS = extensible("refund_reason", _("Reason for a refund"), RefundReason.choices, 10)
