"""What can happen to the data of people."""

from django.utils.translation import gettext_lazy as _

from setia.foundation.ledger import declare

declare("party.erased", _("erased"), "eraser")
declare("party.restricted", _("processing restricted"), "lock")
declare("party.released", _("restriction lifted"), "lock-open")
declare("personalfield.emptied", _("emptied"), "eraser")
declare("privacyrules.retained", _("retention looked after"), "calendar-clock")
declare("privacyrequest.handed_out", _("archive handed out"), "download")
declare("erasure.proof_taken", _("proof taken"), "printer")
declare("erasure.proven", _("done, with a proof"), "shield-check")
