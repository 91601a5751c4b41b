"""What can happen to duplicates."""

from django.utils.translation import gettext_lazy as _

from setia.foundation import ledger

ledger.declare("party.merged_away", _("was merged into another"), "merge")
ledger.declare("party.unmerged", _("unmerged"), "split")
ledger.declare("pair.archived", _("set aside"), "archive")
