"""Pages that a template draws: charts, the tables beside them, and what they rest on in words."""
