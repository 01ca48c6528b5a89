"""★ How memory is looked after in a process that handles one mail after the other."""

import gc

#: New objects before the youngest are looked through. Reading one invoice makes some ten thousand, nearly all of which
#: go by themselves; Python's own 700 had the collector take a tenth of the time, to find nothing.
_YOUNG = 20_000


def settle() -> None:
    """To be called once all is loaded: rules, words and modules stay, so no collection needs to look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)
