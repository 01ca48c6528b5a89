"""Moving mails to another folder: MOVE (RFC 6851), or COPY, ``\\Deleted`` and an EXPUNGE that takes nothing else."""

from bot.mailin.imap.errors import ImapRefused
from bot.mailin.imap.session import Session, chunks


def move(session: Session, uids: list[int], folder: str) -> set[int]:
    """See ``Mailbox.move``."""
    moved: set[int] = set()
    here = session.folders.server_name(session.account.folder)
    for some in chunks(uids):
        present = session.present(some)
        if session.folders.server_name(folder) == here:
            moved |= set(present)
        elif present and _may_expunge(session, present):
            try:
                _move_present(session, present, folder)
            except ImapRefused:
                if not moved:
                    raise
                return moved
            moved |= set(present) - set(session.present(present))
    return moved


def _may_expunge(session: Session, uids: list[int]) -> bool:
    """A plain EXPUNGE takes every mail that is marked: allowed only when those are ours."""
    if session.can("MOVE") or session.can("UIDPLUS"):
        return True
    with session.talking() as client:
        return set(client.search(["DELETED"])) <= set(uids)


def _move_present(session: Session, uids: list[int], folder: str) -> None:
    try:
        _move_to(session, uids, session.ensure(folder))
    except ImapRefused:
        session.folders.forget(folder)  # removed since we looked? (TRYCREATE, RFC 9051 §7.1)
        _move_to(session, uids, session.ensure(folder))


def _move_to(session: Session, uids: list[int], name: str) -> None:
    if session.can("MOVE"):
        with session.talking() as client:
            client.move(uids, name)
        return
    # A crash after COPY leaves two copies, never none.
    with session.talking() as client:
        client.copy(uids, name)
    with session.talking() as client:
        client.delete_messages(uids, silent=True)
    with session.talking() as client:
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(uids)
        else:
            client.expunge()
