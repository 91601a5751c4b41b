"""Where promises are made."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.promises.promises.model import Source
from setia.kit.shaping.listed import extensible

SOURCES = extensible("promise_source", _("Where something was promised"), Source.choices, 13)
