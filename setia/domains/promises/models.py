"""Index of the tables of promises, for Django."""

from setia.domains.promises.promises.model import Promise

__all__ = ["Promise"]
