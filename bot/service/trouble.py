"""★ Which errors are the machine's: no message is to blame for them, and waiting is right."""

import errno

from bot.store import StoreBroken, StoreBusy, StoreFull

#: Of system calls (errno(3)): no room, no descriptors, no memory, a disk that fails.
_ERRNOS = {
    errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.EROFS, errno.EAGAIN,
}  # fmt: skip


def is_the_machines(error: BaseException) -> bool:
    """Whether the same work may well succeed later, with nothing changed but the machine."""
    if isinstance(error, StoreFull | StoreBroken | StoreBusy):
        return True
    return isinstance(error, OSError) and error.errno in _ERRNOS


def innermost(error: BaseException) -> str:
    """``module.py:line`` of the frame that raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
