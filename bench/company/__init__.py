"""A company of any size, made by chance with a fixed seed, written straight into the tables."""
