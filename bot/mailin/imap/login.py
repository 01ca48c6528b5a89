"""Getting in: by password, or by token (XOAUTH2, and OAUTHBEARER of RFC 7628)."""

import imaplib
import re
from collections.abc import Callable

from bot.mailin.imap.account import ImapAccount
from bot.mailin.imap.connection import Client, unreachable
from bot.mailin.imap.errors import ImapLoginRefused, ImapUnreachable, quoted
from bot.mailin.oauth import TokenSource
from bot.mailin.token_answers import TokenError, TokenRefused

#: Codes of a NO to a login that say «later», not «wrong» (RFC 5530 §3).
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
#: What needs no quotes (RFC 9051 §9, ``atom``).
_ATOM = re.compile(r"[!#$&'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]+")


def log_in(client: Client, account: ImapAccount) -> None:
    """By password or token. Raises ``ImapLoginRefused``, ``ImapUnreachable``."""
    secret = _secret(account)
    client.wire.allow()
    try:
        if account.auth == "password":
            _password_login(client, account.user, secret)
        else:
            _token_login(client, account, secret)
    except (imaplib.IMAP4.abort, OSError) as e:
        raise unreachable(account, e) from None
    except imaplib.IMAP4.error as e:
        # imapclient makes a LoginError of a lost connection too: no reason to have a password changed.
        if isinstance(e.__context__, imaplib.IMAP4.abort):
            raise unreachable(account, e.__context__) from None
        words = quoted(e, secret)
        # The cause is left out: its text may hold what was sent.
        if any(code in words.upper() for code in _LATER):
            raise ImapUnreachable(f"{account.name}: login afvist for en tid ({words}); der prøves igen.") from None
        if isinstance(account.token, TokenSource):
            account.token.forget()
        mend = "ret user eller password" if account.auth == "password" else "giv programmet adgang til postkassen"
        raise ImapLoginRefused(f"{account.name}: login afvist ({words}); {mend}.") from None


def _secret(account: ImapAccount) -> str:
    source = account.secret if account.auth == "password" else account.token
    assert source is not None  # ImapAccount saw to it
    try:
        return source()
    except TokenRefused as e:
        raise ImapLoginRefused(f"{account.name}: {e}") from e
    except TokenError as e:
        raise ImapUnreachable(f"{account.name}: {e}") from e


def _password_login(client: Client, user: str, password: str) -> None:
    # PLAIN takes all of UTF-8 (RFC 4616); LOGIN only ASCII, and imaplib does not quote the user.
    if client.has_capability("AUTH=PLAIN"):
        client.sasl_login("PLAIN", _replies(f"\0{user}\0{password}", b""))
    elif client.has_capability("LOGINDISABLED"):
        raise imaplib.IMAP4.error("serveren tager ikke imod adgangskoder her")
    elif not _ATOM.fullmatch(user) or not (password.isascii() and password.isprintable()):
        raise imaplib.IMAP4.error("serveren tager kun imod almindelige tegn i bruger og adgangskode")
    else:
        client.login(user, password)


def _token_login(client: Client, account: ImapAccount, token: str) -> None:
    bearer = account.auth == "oauthbearer" or (
        account.auth != "xoauth2"
        and client.has_capability("AUTH=OAUTHBEARER")
        and not client.has_capability("AUTH=XOAUTH2")
    )
    if bearer:
        user = account.user.replace("=", "=3D").replace(",", "=2C")
        first = f"n,a={user},\1host={account.host}\1port={account.port}\1auth=Bearer {token}\1\1"
        client.sasl_login("OAUTHBEARER", _replies(first, b"\1"))
    else:
        client.sasl_login("XOAUTH2", _replies(f"user={account.user}\1auth=Bearer {token}\1\1", b""))


def _replies(first: str, then: bytes) -> Callable[[bytes], bytes | None]:
    """What to answer to each challenge: the proof; then ``then``, to the report of an error (RFC 7628 §3.2.3);
    then nothing, so that no server can keep us answering."""
    replies: list[bytes | None] = [first.encode(), then]
    return lambda _challenge: replies.pop(0) if replies else None
