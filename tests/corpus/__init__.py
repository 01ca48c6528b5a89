"""Invented Danish invoices with the truth beside each: for training, for judging, and for tests.

``make`` draws them, ``judge`` reads and judges them, ``families`` says which layouts may be used for what.
Run for instance ``python -m tests.corpus.judge --count 190``.
"""
