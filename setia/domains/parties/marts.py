"""What those who reckon are given of parties: who they are by kind, place and band, and when there was contact.

Names and addresses are none of it: they say nothing in a sum, and files of them would have to be kept as carefully as
the database.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.interactions import note_party  # noqa: F401  declares the kinds of facts below
from setia.foundation.ledger import Entry
from setia.kit.marts import Follow, Mart, MartColumn, add

PARTY = "parties.party"
CONTACTS = ("party.noted", "party.called", "party.met", "party.mailed", "party.visited")


def contacts_told(after: int, until: int) -> Iterable[int]:
    """Entries that tell of contacts, and those in whose place another one stands now."""
    rows = Entry.objects.filter(pk__gt=after, pk__lte=until).filter(Q(kind__in=CONTACTS) | Q(corrects__isnull=False))
    for pk, corrects in rows.values_list("pk", "corrects"):
        yield pk
        if corrects:
            yield corrects


add(
    Mart(
        "parties",
        _("People and companies that are in use: what they are to us, where they are, and of which kind."),
        PARTY,
        (
            MartColumn("id", "whole", _("Number of the party"), "id"),
            MartColumn("kind", "text", _("person or company"), "kind"),
            MartColumn("is_customer", "flag", _("Whether they bought something"), "is_customer"),
            MartColumn("is_prospect", "flag", _("Whether they may buy something"), "is_prospect"),
            MartColumn("is_vendor", "flag", _("Whether they supply us"), "is_vendor"),
            MartColumn("is_partner", "flag", _("Whether they are a partner"), "is_partner"),
            MartColumn("country", "text", _("Country (ISO 3166)"), "country"),
            MartColumn("city", "text", _("City"), "city"),
            MartColumn("language", "text", _("Language"), "language"),
            MartColumn("sector", "text", _("Sector of a company"), "sector"),
            MartColumn("employees", "whole", _("How many work for the company"), "employees"),
            MartColumn("founded_in", "whole", _("Year in which the company was founded"), "founded_in"),
            MartColumn("age_band", "text", _("Band of the person's age"), "age_band"),
            MartColumn("gender", "text", _("Gender of the person"), "gender"),
            MartColumn("income_band", "text", _("Band of the person's income, in fifths"), "income_band"),
            MartColumn("owner_id", "whole", _("Number of the colleague who looks after them"), "owner"),
            MartColumn("since", "day", _("Day on which they were put into Setia"), "created_at"),
        ),
        where={"erased_at": None, "restricted_on": None},
    ),
    Mart(
        "interactions",
        _("Contacts that somebody told of: notes, calls, meetings, e-mails, visits. Without what was said."),
        PARTY,
        (
            MartColumn("id", "whole", _("Number of the entry in the ledger"), path="id"),
            MartColumn("party_id", "whole", _("Number of the party"), "id", "story_id"),
            MartColumn("kind", "text", _("party.noted, party.called, party.met, party.mailed or party.visited"),
                       path="kind"),
            MartColumn("at", "moment", _("When it happened"), path="at"),
            MartColumn("staff_id", "whole", _("Number of the colleague who told of it"), path="actor_id"),
            MartColumn("channel", "text", _("By which way it was told: web, api, import …"), path="channel"),
            MartColumn("minutes", "whole", _("How many minutes it took, where somebody said so"),
                       path="data__inputs__minutes"),
            MartColumn("beside", "whole", _("Number of the entry that tells the same of somebody else who was there"),
                       path="data__beside"),
        ),
        where={"noun": PARTY, "kind": CONTACTS},
        model=Entry,
        told=contacts_told,
    ),
    Mart(
        "preferences",
        _("What people and companies buy for, and how they prefer to be reached and to pay. Not what they like."),
        "parties.preference",
        (
            MartColumn("id", "whole", _("Number of the preference"), "id"),
            MartColumn("party_id", "whole", _("Number of the party"), "party"),
            MartColumn("kind", "text", _("use (what they buy for), channel or payment"), "kind"),
            MartColumn("value", "text", _("The purpose in their words; the code of the channel or method"), "value"),
            MartColumn("basis", "text", _("stated or derived (from what they did)"), "basis"),
        ),
        where={"kind": ("use", "channel", "payment"), "party__erased_at": None, "party__restricted_on": None},
        follows=(Follow(PARTY, by="party_id"),),
    ),
)  # fmt: skip
