"""The one record of the rules."""

from __future__ import annotations

from django.utils import timezone

from setia.domains.privacy.rules.model import ONLY, PrivacyRules


def our_rules() -> PrivacyRules:
    """Made with defaults on first use."""
    now = timezone.now()
    found, _made = PrivacyRules.objects.get_or_create(pk=ONLY, defaults={"created_at": now, "updated_at": now})
    return found
