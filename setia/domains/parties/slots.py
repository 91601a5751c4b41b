"""What parties give to the pages of others."""

from setia.domains.parties.confirmations.answering import Answers
from setia.kit import confirmations

confirmations.keep(Answers())
