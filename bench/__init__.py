"""What the program costs, as ratios against a floor that is measured in the same run: ``python -m bench``.

A part is a module with ``run(options) -> Iterator[Row]``; ``PARTS`` in ``bench.__main__`` lists them. Absolute
times move by a factor of two or three with whatever else the machine does, so no part prints one without the floor's
beside it. ``docs/performance.md`` has the figures.
"""
