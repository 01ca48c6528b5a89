"""What a token service answers (RFC 6749 §5): a token, or why there is none and what to do about it."""

from collections.abc import Mapping
from typing import Any, ClassVar

#: What a refusal means for the one who must mend it (RFC 6749 §5.2; Microsoft's AADSTS numbers go before).
MENDS: Mapping[str, str] = {
    "AADSTS7000222": "hemmeligheden er udløbet; lav en ny i Entra, og skift den, som client_secret peger på",
    "AADSTS7000215": "hemmeligheden er forkert; client_secret skal pege på hemmelighedens værdi, ikke dens id",
    "AADSTS700016": "programmet kendes ikke hos lejeren; ret client_id eller tenant",
    "AADSTS700027": "certifikatet er ikke det, der er lagt i Entra, eller det er udløbet; læg det aktuelle op",
    "AADSTS90002": "lejeren findes ikke; ret tenant",
    "invalid_client": "hemmeligheden er udløbet eller forkert; lav en ny, og skift den, som client_secret peger på",
    "invalid_grant": "adgangen er udløbet eller trukket tilbage; giv samtykke igen, og gem den nye refresh_token",
    "unauthorized_client": "programmet må ikke hente tokens på denne måde; en administrator skal give samtykke",
    "invalid_scope": "den adgang, der bedes om, findes ikke; ret scope",
    "access_denied": "en administrator har ikke givet samtykke",
}
#: These say «later» (RFC 6749 §4.1.2.1).
_LATER = {"temporarily_unavailable", "server_error"}


class TokenError(Exception):
    """No token. One Danish sentence with the mend; ``code`` is for logs."""

    code: ClassVar[str] = "token_error"


class TokenUnreachable(TokenError):  # noqa: N818 - named by what happened
    """The token service cannot be reached or is out of order: try again later."""

    code = "token_unreachable"


class TokenRefused(TokenError):  # noqa: N818 - named by what happened
    """The token service knows us and says no: a person must act. ``error`` is RFC 6749's word or Microsoft's number."""

    code = "token_refused"

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(f"token afvist, {error}: {MENDS.get(error, 'se tjenestens egen forklaring på koden')}.")


def token_of(answer: Any, host: str) -> tuple[str, float]:
    """Token and seconds of an answer (RFC 6749 §5.1), or the error that it tells of (§5.2)."""
    given = answer if isinstance(answer, dict) else {}
    token, error = given.get("access_token"), given.get("error")
    if isinstance(token, str) and token:
        try:
            return token, float(given.get("expires_in", 0))
        except (TypeError, ValueError):
            return token, 0.0
    if not isinstance(error, str) or error in _LATER:
        raise TokenUnreachable(f"{host} er ude af drift; der prøves igen.")
    raise TokenRefused(_microsoft_number(given) or "".join(c for c in error if c.isalnum() or c in "_-")[:40])


def _microsoft_number(given: Mapping[str, Any]) -> str | None:
    numbers = given.get("error_codes")
    for number in numbers if isinstance(numbers, list) else ():
        if f"AADSTS{number}" in MENDS:
            return f"AADSTS{number}"
    return None
