"""Letters: from a ``Letter`` to bytes (``compose``, ``templates``), and from the outbox to the other server
(``smtp``).

Not for deciding what is said to whom: ``kinds`` and ``reports`` do that.
"""
