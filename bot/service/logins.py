"""★ Login settings of the configuration as the mail clients want them; secrets are looked up when they are needed."""

from collections.abc import Callable

from bot.config import Inbox, Login
from bot.mailin.imap import ImapAccount
from bot.mailin.oauth import token_source


def password_of(login: Login) -> Callable[[], str] | None:
    """A function, so that a changed password is taken up at the next login without a restart."""
    return login.password.reveal if login.auth == "password" and login.password else None


def token_of(login: Login) -> Callable[[], str] | None:
    """A source of OAuth tokens that keeps one until shortly before it expires."""
    return token_source(login) if login.auth in ("microsoft365", "google") else None


def imap_account(inbox: Inbox) -> ImapAccount:
    """Raises ``ImapInsecure`` for plaintext to another machine."""
    return ImapAccount(
        host=inbox.host,
        port=inbox.port,
        user=inbox.user,
        security=inbox.security,
        auth="password" if inbox.auth == "none" else inbox.auth,
        secret=password_of(inbox),
        token=token_of(inbox),
        folder=inbox.folder,
        ca_file=str(inbox.ca_file) if inbox.ca_file else None,
        timeout=inbox.timeout,
    )
