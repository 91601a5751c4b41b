"""What those who reckon are given of promises."""

from django.utils.translation import gettext_lazy as _

from setia.kit.marts import Mart, MartColumn, add

add(
    Mart(
        "promises",
        _("What was promised, by us or to us, and what became of it."),
        "promises.promise",
        (
            MartColumn("id", "whole", _("Number of the promise"), "id"),
            MartColumn("party_id", "whole", _("Number of the party"), "party"),
            MartColumn("direction", "text", _("ours (we to them) or theirs (they to us)"), "direction"),
            MartColumn("source", "text", _("Where it was promised"), "source"),
            MartColumn("made_on", "day", _("Day on which it was promised"), "made_on"),
            MartColumn("due_on", "day", _("Day for which it was promised"), "due_on"),
            MartColumn("status", "text", _("open, kept, broken, renegotiated or waived"), "status"),
            MartColumn("ended_on", "day", _("Day on which it ended"), "ended_on"),
            MartColumn("product_id", "whole", _("Number of the product"), "product"),
            MartColumn("promised_by_id", "whole", _("Number of the colleague who promised"), "promised_by"),
            MartColumn("owner_id", "whole", _("Number of the colleague who has to keep it"), "owner"),
        ),
    )
)
