"""What can happen to somebody's account at the door."""

from django.utils.translation import gettext_lazy as _

from setia.foundation.ledger import declare

SIGNED_IN = declare("staff.signed_in", _("signed in"), "log-in")
SIGNED_OUT = declare("staff.signed_out", _("signed out"), "log-out")
REFUSED = declare("staff.sign_in_refused", _("refused a sign-in"), "shield-alert")
PASSWORD_CHANGED = declare("staff.password_changed", _("changed the password"), "key-round")
FACTOR_ADDED = declare("staff.factor_added", _("set up a second factor"), "shield-check")
FACTOR_REMOVED = declare("staff.factor_removed", _("removed the second factor"), "shield-off")
CODES_MADE = declare("staff.recovery_codes_made", _("made new recovery codes"), "ticket")
SESSIONS_ENDED = declare("staff.sessions_ended", _("signed out everywhere else"), "monitor-x")
