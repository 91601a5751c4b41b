"""What the firm contacts people for."""

from __future__ import annotations

from typing import Any

NEWS, SERVICE, SURVEY = "Newsletter", "Delivery and service", "Satisfaction survey"
PURPOSES: dict[str, dict[str, Any]] = {
    NEWS: {
        "basis": "consent", "wording": "Yes, write to me about new machines and offers.",
        "confirmed_twice": "yes", "months": 36,
    },
    SERVICE: {"basis": "contract"},
    SURVEY: {"basis": "interest"},
}  # fmt: skip
