"""What parties give to the pages of others, and what they let plays count."""

from django.utils.translation import gettext_lazy as _

from setia.domains.parties import advising
from setia.domains.parties.confirmations.answering import Answers
from setia.kit import confirmations, plays
from setia.kit.plays import Success

ADVISED = (advising,)
"""Loaded so that it is advised."""

confirmations.keep(Answers())
plays.add_success(
    Success(
        "answer", _("They got in touch"), "parties.party",
        ("party.noted", "party.called", "party.met", "party.mailed", "party.visited"), {"parties.party": ("name",)},
        said={"direction": "in"},
    )
)  # fmt: skip
