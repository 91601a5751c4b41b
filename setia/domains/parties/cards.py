"""What address cards say of a party, and which fields that is."""

from setia.domains.parties.contact_points.further import FURTHER
from setia.kit.exchange.cards import carry

FIELDS = {
    "number": "reference", "kind": "kind", "name": "name", "first_name": "first_name", "last_name": "last_name",
    "employer": "employer", "email": "email", "phone": "phone", "website": "website", "city": "city",
    "country": "country", "language": "language", "further": FURTHER, "note": "about",
    "birthday": "born_on",
}  # fmt: skip

for resource in ("parties", "people", "companies"):
    carry(resource, FIELDS)
