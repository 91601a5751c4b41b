"""Index of the tables of needs, for Django."""

from setia.domains.needs.needs.model import Need

__all__ = ["Need"]
