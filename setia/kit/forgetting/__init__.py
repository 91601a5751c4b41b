"""Forgetting for good: what belongs to somebody, wherever it stands, and how it goes.

Nothing of this can be undone: what is forgotten is in no entry of the ledger either.
"""
