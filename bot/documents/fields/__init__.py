"""One module a field: candidates → scored → Field. ``FIELDS`` in ``bot.documents.reading`` has the order and its
reasons.
"""
