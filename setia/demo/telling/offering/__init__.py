"""Offers on the desks of the firm."""
