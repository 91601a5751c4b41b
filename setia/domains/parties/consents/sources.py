"""How we know what somebody agreed to, or likes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.parties.consents.model import Source
from setia.kit.shaping.listed import extensible

SOURCES = extensible("source", _("How we know"), Source.choices, 10)
