"""Index of the tables of privacy, for Django."""

from setia.domains.privacy.erasures.model import ErasedKey, Erasure
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.requests.model import PrivacyRequest
from setia.domains.privacy.retention.model import Dealing
from setia.domains.privacy.rules.model import PrivacyRules

__all__ = ["Dealing", "ErasedKey", "Erasure", "PersonalField", "PrivacyRequest", "PrivacyRules"]
