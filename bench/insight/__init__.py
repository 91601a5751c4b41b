"""What insight costs: the warehouse, and what is learnt from it."""
