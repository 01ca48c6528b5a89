"""★ Access tokens (OAuth 2.0, RFC 6749) for IMAP and SMTP: Microsoft 365 as an application, Google by refresh token.

``token_source(settings)`` gives a callable; each call gives a token that is good for five minutes more at the
least. Tokens are kept in memory only and stand in no text form, error or log.
"""

import json
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from bot.mailin.token_answers import TokenUnreachable, token_of

#: A token is not given out when it ends within so many seconds: a login and a first fetch must fit in.
MARGIN = 300.0
MICROSOFT = "https://login.microsoftonline.com"
#: learn.microsoft.com, «Authenticate an IMAP, POP or SMTP connection using OAuth»: the client credentials flow's scope.
MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
#: developers.google.com/identity/protocols/oauth2/web-server, «Refreshing an access token».
GOOGLE_TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


class Revealing(Protocol):
    """Points at a secret: the configuration's ``Secret``."""

    def reveal(self) -> str: ...


class OAuthSettings(Protocol):
    """What the configuration says of a login; the names are its keys."""

    @property
    def auth(self) -> str: ...
    @property
    def tenant(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> Revealing | None: ...
    @property
    def client_certificate(self) -> Path | None: ...
    @property
    def refresh_token(self) -> Revealing | None: ...
    @property
    def token_url(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def ca_file(self) -> Path | None: ...
    @property
    def timeout(self) -> float: ...


class TokenSource:
    """Gives tokens, and fetches a new one five minutes before the last one ends. Any thread may call."""

    def __init__(self, fetch: Callable[[], tuple[str, float]], clock: Callable[[], float] = time.monotonic) -> None:
        """``fetch`` gives a token and the seconds that it lives; ``clock`` seconds that never go back."""
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def __call__(self) -> str:
        """A token. Raises ``TokenRefused``, ``TokenUnreachable``."""
        with self._lock:
            if not self._token or self._clock() >= self._good_until:
                asked = self._clock()
                self._token, lives = self._fetch()
                self._good_until = asked + lives - MARGIN
            return self._token

    def forget(self) -> None:
        """The token was refused: the next call fetches a new one."""
        with self._lock:
            self._token = ""

    def __repr__(self) -> str:
        return "TokenSource(…)"


def token_source(settings: OAuthSettings) -> TokenSource:
    """The tokens of a login whose ``auth`` is ``microsoft365`` or ``google``; nothing is fetched yet.

    Raises ``ValueError`` for another ``auth`` or a token service in clear that is not on this machine.
    """
    url = settings.token_url
    if url and not _may_carry_secrets(url):
        raise ValueError("token_url skal begynde med https://")
    match settings.auth:
        case "microsoft365":
            return TokenSource(lambda: _microsoft(settings))
        case "google":
            return TokenSource(lambda: _google(settings))
        case other:
            raise ValueError(f"auth = {other!r} bruger ikke tokens")


def _microsoft(settings: OAuthSettings) -> tuple[str, float]:
    """Client credentials (RFC 6749 §4.4). A new application object each time: about once an hour, and nothing stale."""
    import msal  # noqa: PLC0415 - 0.2 s, only where it is configured
    from msal.exceptions import MsalServiceError  # noqa: PLC0415

    authority = settings.token_url or f"{MICROSOFT}/{urllib.parse.quote(settings.tenant, safe='')}"
    try:
        app = msal.ConfidentialClientApplication(
            settings.client_id,
            client_credential=_credential(settings),
            authority=authority,
            # Microsoft's list of clouds does not know a token service of one's own.
            instance_discovery=None if authority.startswith(MICROSOFT + "/") else False,
            http_client=_session(settings),
        )
        answer = app.acquire_token_for_client([settings.scope or MICROSOFT_SCOPE])
    except (OSError, MsalServiceError) as e:  # requests' errors are OSErrors; msal's own is a 5xx answer
        raise TokenUnreachable(f"{_host(authority)} kan ikke nås ({type(e).__name__}); der prøves igen.") from None
    except ValueError as e:
        # msal's way to say that the authority is unknown, or that a certificate cannot be read; texts may hold keys.
        raise TokenUnreachable(
            f"{_host(authority)} svarer ikke som en token-tjeneste ({type(e).__name__}); "
            "ret tenant, token_url eller client_certificate."
        ) from None
    return token_of(answer, _host(authority))


def _session(settings: OAuthSettings) -> Any:
    """What msal asks through: every request with our time limit, and our authority where there is one."""
    import requests  # noqa: PLC0415 - msal's own, and as heavy

    # In each request, for a bundle in the environment (REQUESTS_CA_BUNDLE) wins over the session's.
    settled: dict[str, Any] = {"timeout": settings.timeout}
    if settings.ca_file and settings.token_url:
        settled["verify"] = str(settings.ca_file)

    class Session(requests.Session):
        def request(self, *args: Any, **kwargs: Any) -> Any:
            return super().request(*args, **{**kwargs, **settled})

    return Session()


def _credential(settings: OAuthSettings) -> str | dict[str, str]:
    if settings.client_certificate is not None:
        pem = settings.client_certificate.read_text("ascii")
        return {"private_key": pem, "public_certificate": pem[pem.index("-----BEGIN CERTIFICATE") :]}
    assert settings.client_secret is not None  # the configuration sees to it
    return settings.client_secret.reveal()


def _google(settings: OAuthSettings) -> tuple[str, float]:
    """Refreshing an access token (RFC 6749 §6)."""
    assert settings.client_secret is not None
    assert settings.refresh_token is not None
    url = settings.token_url or GOOGLE_TOKEN_URL
    form = {
        "grant_type": "refresh_token",
        "client_id": settings.client_id,
        "client_secret": settings.client_secret.reveal(),
        "refresh_token": settings.refresh_token.reveal(),
    }
    return token_of(_post(url, form, settings), _host(url))


def _post(url: str, form: Mapping[str, str], settings: OAuthSettings) -> Any:
    """A form posted, the JSON answered: that of a refusal too."""
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())  # noqa: S310 - scheme checked
    ca_file = str(settings.ca_file) if settings.ca_file and settings.token_url else None
    context = ssl.create_default_context(cafile=ca_file)
    try:
        with urllib.request.urlopen(request, timeout=settings.timeout, context=context) as answer:  # noqa: S310
            body = answer.read(1 << 16)
    except urllib.error.HTTPError as e:
        body = e.read(1 << 16) if e.code < 500 else b""
    except OSError as e:
        raise TokenUnreachable(f"{_host(url)} kan ikke nås ({type(e).__name__}); der prøves igen.") from None
    try:
        return json.loads(body)
    except ValueError:
        return None


def _may_carry_secrets(url: str) -> bool:
    parts = urllib.parse.urlsplit(url)
    loopback = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return parts.scheme == "https" or (parts.scheme == "http" and loopback)


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).hostname or "token-tjenesten"
