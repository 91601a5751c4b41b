"""The parameters of lists, exports and sums, and what is chosen by them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.kit.lists import Listing
from setia.kit.resources import Resource

LARGEST_PAGE = 200


class Chosen(BaseModel):
    """Which records, in which order, with which columns."""

    where: str = Field(
        "", description="A condition; the overview shows how it is written.", examples=["created_at >= -30d"]
    )
    q: str = Field("", max_length=400, description="Find by name, e-mail, number …, also misspelt.")
    sort: str = Field("", description="The column to sort by, with a minus for descending.")
    columns: str = Field("", description="Names of the columns wanted, separated by commas.")
    archived: bool = Field(False, description="The records that were put away, instead of the others.")

    def listing(self, resource: Resource, by: Actor) -> Listing:
        return Listing(
            resource,
            by,
            columns=tuple(name.strip() for name in self.columns.split(",")) if self.columns else (),
            where=conditions.parse(self.where),
            text=self.q,
            sort=self.sort,
            archived=self.archived,
        )


class Paged(Chosen):
    """One page of what is chosen."""

    cursor: str = Field("", max_length=2_000, description="`next` or `previous` of the page before.")
    limit: int = Field(50, ge=1, le=LARGEST_PAGE, description="How many records at most.")
    count: Literal["none", "capped", "exact"] = Field(
        "none", description="Say how many there are: not at all, up to 10,000, or exactly (slow if many)."
    )


def counted(listing: Listing, how: str) -> dict[str, Any]:
    """How many records were chosen, and whether there are more than that."""
    if how == "none":
        return {}
    if how == "exact":
        return {"count": listing.exact_count(), "count_is_capped": False}
    count = listing.count()
    return {"count": count.number, "count_is_capped": count.capped}
