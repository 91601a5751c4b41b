"""Why goods come back, and how they are then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.returns.model import Condition, ReturnReason
from setia.kit.shaping.listed import extensible

REASONS = extensible("return_reason", _("Reason for a goods return"), ReturnReason.choices, 10)
CONDITIONS = extensible("return_condition", _("Condition of what came back"), Condition.choices, 10)
