"""The warehouse: what stands in it, and asking it."""
