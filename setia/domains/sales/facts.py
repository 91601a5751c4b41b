"""What can happen in sales beyond what verbs leave."""

from django.utils.translation import gettext_lazy as _

from setia.foundation import ledger

ledger.declare("offer.replaced", _("replaced by a newer version"), "copy-check")
ledger.declare("offer.taken", _("took the document of"), "file-down")
ledger.declare("offer.approved", _("approved"), "circle-check")
ledger.declare("offer.lapsed", _("lapsed"), "calendar-x")
ledger.declare("offer.lapsing", _("will lapse soon"), "calendar-clock")
