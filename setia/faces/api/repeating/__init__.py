"""A request that is sent again: done once, answered as before, and forgotten in time."""
