"""API tokens in lists and the API. They are issued by a verb of staff, which shows the secret once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from setia.foundation.staff.models import Token
from setia.kit.kinds import Field, Kind
from setia.kit.kinds.kind import Row
from setia.kit.resources import Group, Resource, resource

SCOPES = (
    ("see", gettext_lazy("Read")),
    ("change", gettext_lazy("Change")),
    ("*", gettext_lazy("Everything")),
)


class Scopes(Kind):
    """What a token may, in words."""

    operators: ClassVar[frozenset[str]] = frozenset()

    def say(self, value: Any, reader: Any) -> str:
        names = {code: str(label) for code, label in SCOPES}
        return ", ".join(names.get(scope, scope) for scope in value or ())

    def export(self, field: Field, row: Row) -> Any:
        return " ".join(self.value(field, row) or ())

    json = export


@resource
class Tokens(Resource):
    model = Token
    slug = "tokens"
    label = gettext_lazy("API token")
    plural = gettext_lazy("API tokens")
    icon = "key-round"
    subtitle = "prefix"
    columns = ("name", "owner", "prefix", "scopes", "expires_at", "used_at")
    form = (Group(gettext_lazy("Token"), ("name",)),)
    kinds = {"scopes": Scopes()}
    hidden = ("digest",)
    read_only = ("owner", "scopes", "expires_at")
    creatable = archivable = importable = False
    rail = ("settings", 60)
