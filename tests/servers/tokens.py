"""A token service on loopback: gives tokens (RFC 6749), and tells a mail server whose they are (RFC 7662).

It stands in for Microsoft's (``/<tenant>/oauth2/v2.0/token``, with its discovery document) and Google's (``/token``).

    with TokenService() as service: ... service.url, service.introspection_url
"""

import json
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.servers.certificates import Certificates

HOST = "127.0.0.1"


@dataclass
class TokenService:
    """Gives ``token-1``, ``token-2``, … to whoever shows ``secret`` (or a signed assertion), for ``user``.

    ``error`` is answered in place of a token when set; ``status`` with it. Introspection says that a token is good
    until ``revoke``, or ``lives`` seconds after it was given.
    """

    certificates: Certificates | None = None
    user: str = "bot"
    secret: str = "app-secret"
    scope: str = "IMAP.AccessAsApp"
    lives: float = 3600
    error: dict[str, Any] | None = None
    status: int = 400
    given: dict[str, float] = field(default_factory=dict)
    #: The form of each request for a token.
    asked: list[dict[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        service = self

        class Handler(_Handler):
            tokens = service

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        if self.certificates is not None:
            context = self.certificates.server_context()
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        scheme = "http" if self.certificates is None else "https"
        return f"{scheme}://{HOST}:{self._server.server_address[1]}"

    @property
    def introspection_url(self) -> str:
        return self.url + "/introspect"

    def revoke(self) -> None:
        """Every token given so far is good no more."""
        self.given.clear()

    def token(self) -> str:
        """A new one, as if asked for."""
        token = f"token-{len(self.asked)}-{time.monotonic_ns()}"
        self.given[token] = time.monotonic() + self.lives
        return token

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/introspect":
            good = self.given.get(form.get("token", ""), 0) > time.monotonic()
            return 200, {"active": True, "username": self.user, "scope": self.scope} if good else {"active": False}
        self.asked.append(form)
        if self.error is not None:
            return self.status, self.error
        if form.get("client_secret") != self.secret and not form.get("client_assertion"):
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215"}
        return 200, {"access_token": self.token(), "expires_in": int(self.lives), "token_type": "Bearer"}

    def discovery(self, path: str) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0 §3, as far as msal reads it."""
        tenant = self.url + "/" + path.strip("/").split("/")[0]
        return {
            "issuer": tenant + "/v2.0",
            "authorization_endpoint": tenant + "/oauth2/v2.0/authorize",
            "token_endpoint": tenant + "/oauth2/v2.0/token",
        }


class _Handler(BaseHTTPRequestHandler):
    tokens: Any

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._send(*self.tokens.answer(self.path, dict(urllib.parse.parse_qsl(body))))

    def do_GET(self) -> None:
        self._send(200, self.tokens.discovery(self.path))

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""
