"""Tokens from Microsoft's and Google's kind of service, on loopback."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.mailin.oauth import TokenSource, token_source
from bot.mailin.token_answers import TokenError, TokenRefused, TokenUnreachable
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.tokens import TokenService


class Shown(str):
    def reveal(self) -> str:
        return str(self)


SECRET, REFRESH = Shown("app-secret"), Shown("refresh")


@dataclass
class Settings:
    auth: str = "microsoft365"
    tenant: str = "ekm.example"
    client_id: str = "client"
    client_secret: Shown | None = SECRET
    client_certificate: Path | None = None
    refresh_token: Shown | None = REFRESH
    token_url: str = ""
    scope: str = ""
    ca_file: Path | None = None
    timeout: float = 3


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def service(certificates: Certificates) -> Iterator[TokenService]:
    with TokenService(certificates) as service:
        yield service


@pytest.fixture(params=["microsoft365", "google"])
def settings(request: pytest.FixtureRequest, service: TokenService, certificates: Certificates) -> Settings:
    path = "/ekm.example" if request.param == "microsoft365" else "/token"
    return Settings(auth=request.param, token_url=service.url + path, ca_file=certificates.ca)


def test_a_token_is_fetched_once_and_kept(settings: Settings, service: TokenService) -> None:
    source = token_source(settings)
    assert service.asked == []  # nothing before it is needed
    token = source()
    assert token in service.given
    assert source() == token
    assert len(service.asked) == 1
    source.forget()
    assert source() != token


def test_what_is_asked_for(settings: Settings, service: TokenService) -> None:
    token_source(settings)()
    (form,) = service.asked
    assert form["client_id"] == "client"
    assert form["client_secret"] == "app-secret"
    if settings.auth == "google":
        assert (form["grant_type"], form["refresh_token"]) == ("refresh_token", "refresh")
    else:
        assert form["grant_type"] == "client_credentials"
        assert form["scope"] == "https://outlook.office365.com/.default"


def test_a_certificate_in_place_of_a_secret(service: TokenService, certificates: Certificates, tmp_path: Path) -> None:
    rsa = _rsa_pem(tmp_path)
    settings = Settings(
        token_url=service.url + "/ekm.example", ca_file=certificates.ca, client_secret=None, client_certificate=rsa
    )
    token_source(settings)()
    (form,) = service.asked
    assert form["client_assertion"].count(".") == 2
    assert "client_secret" not in form


def _rsa_pem(folder: Path) -> Path:
    """A key and its certificate in one file, as Entra's guides have it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kvalitetsbot")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "rsa.pem"
    file.write_bytes(private + certificate)
    return file


@pytest.mark.parametrize(
    ("answer", "status", "error", "mend"),
    [
        ({"error": "invalid_client"}, 401, "invalid_client", "hemmeligheden er udløbet eller forkert"),
        ({"error": "invalid_client", "error_codes": [7000222]}, 401, "AADSTS7000222", "hemmeligheden er udløbet"),
        ({"error": "invalid_client", "error_codes": [7000215]}, 401, "AADSTS7000215", "værdi, ikke dens id"),
        ({"error": "unauthorized_client", "error_codes": [700016]}, 400, "AADSTS700016", "ret client_id"),
        ({"error": "invalid_grant"}, 400, "invalid_grant", "giv samtykke igen"),
        ({"error": "invalid_scope"}, 400, "invalid_scope", "ret scope"),
        ({"error": "no_such\r\nthing<b>"}, 400, "no_suchthingb", "egen forklaring"),
    ],
)
def test_a_refusal_says_how_to_mend_it(
    settings: Settings, service: TokenService, answer: dict[str, object], status: int, error: str, mend: str
) -> None:
    service.error, service.status = answer, status
    with pytest.raises(TokenRefused, match=mend) as caught:
        token_source(settings)()
    assert caught.value.error == error
    assert "app-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"error": "temporarily_unavailable"}, 400),
        ({"error": "server_error"}, 400),
        ({}, 200),
        ({"access_token": ""}, 200),
        ({"access_token": 7}, 200),
        ({}, 503),
    ],
)
def test_a_service_out_of_order_is_tried_again(
    settings: Settings, service: TokenService, answer: dict[str, object], status: int
) -> None:
    service.error, service.status = answer, status
    source = token_source(settings)
    with pytest.raises(TokenUnreachable):
        source()
    service.error = None
    assert source()


def test_nobody_answers(settings: Settings, service: TokenService) -> None:
    settings.token_url = settings.token_url.replace(service.url, "https://127.0.0.1:1")
    with pytest.raises(TokenUnreachable, match="kan ikke nås"):
        token_source(settings)()


def test_a_certificate_that_nobody_vouches_for(settings: Settings) -> None:
    settings.ca_file = None
    with pytest.raises(TokenUnreachable):
        token_source(settings)()


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://login.example/tenant", True),
        ("http://127.0.0.1:8080/token", True),
        ("http://login.example/tenant", False),
        ("ftp://login.example/", False),
        ("file:///etc/passwd", False),
        ("http://127.0.0.1.evil.example/", False),
    ],
)
def test_a_secret_is_not_sent_in_clear(url: str, allowed: bool) -> None:
    if allowed:
        token_source(Settings(auth="google", token_url=url))
    else:
        with pytest.raises(ValueError, match="token_url"):
            token_source(Settings(auth="google", token_url=url))


def test_other_logins_have_no_tokens() -> None:
    with pytest.raises(ValueError, match="password"):
        token_source(Settings(auth="password"))


def test_nothing_secret_is_logged_or_shown(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    source = token_source(settings)
    token = source()
    for secret in (token, "app-secret"):
        assert secret not in caplog.text + repr(source)


@pytest.mark.parametrize(
    ("lives", "passed", "fetched"),
    [(3600, 3299, 1), (3600, 3300, 2), (3600, 9999, 2), (300, 0, 2), (60, 0, 2), (0, 0, 2)],
)
def test_a_token_is_replaced_five_minutes_before_its_end(lives: float, passed: float, fetched: int) -> None:
    now = [1000.0]
    given: list[str] = []

    def fetch() -> tuple[str, float]:
        given.append(f"token-{len(given)}")
        return given[-1], lives

    source = TokenSource(fetch, lambda: now[0])
    source()
    now[0] += passed
    assert source() == given[-1]
    assert len(given) == fetched


def test_a_failed_fetch_does_not_keep_an_old_token() -> None:
    now = [0.0]
    answers: list[tuple[str, float] | None] = [("a", 600.0), None, ("b", 600.0)]

    def fetch() -> tuple[str, float]:
        answer = answers.pop(0)
        if answer is None:
            raise TokenUnreachable("væk")
        return answer

    source = TokenSource(fetch, lambda: now[0])
    assert source() == "a"
    now[0] = 301.0
    with pytest.raises(TokenError):
        source()
    assert source() == "b"
