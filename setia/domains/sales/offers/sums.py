"""The rule by which offers add up is that of all of sales."""

from setia.domains.sales.sums import (
    HUNDRED,
    Figures,
    Sums,
    amount_of,
    discount_of,
    floor_of,
    half_up,
    sums_of,
    tax_on,
)

__all__ = ["HUNDRED", "Figures", "Sums", "amount_of", "discount_of", "floor_of", "half_up", "sums_of", "tax_on"]
