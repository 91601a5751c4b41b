"""Demand: what will be sold, at which price, and what a new product may sell. Pure estimators, no Django, no database.

    periods     weeks and months
    series      dated sales to even weeks and months
    methods     Croston, SBA, TSB; exponential smoothing; Theta; naive ones; each for thousands of series at once
    choosing    which method for which series, by what each would have said in the past
    prices      what a price does to demand, and what follows from it
    launch      what a new product may sell: Bass's diffusion from analogous products

See docs/decisions/demand.md for what was chosen and measured.
"""
