"""What can happen to a demonstration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.foundation.ledger import declare

FILLED = declare("demo.filled", _("filled as a demonstration"), "sparkles").kind
