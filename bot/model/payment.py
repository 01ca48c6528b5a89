"""Where money can be sent: one small type a payment means. Each keeps what was printed, valid or not.

Check digits: FIK and giro IDs are modulus 10 (Luhn), IBAN is ISO 7064 mod 97-10. A Danish account has no
check digit that all banks share, so only its form can be tested. Source: OIOUBL payment means
(oioubl.nemhandel.dk); Peppol DK-R-008 to DK-R-011; ISO 13616.
"""

from dataclasses import dataclass

ID_DIGITS = {"71": 15, "75": 16, "04": 16, "15": 16}
#: Cards without a payment ID: 73 (FIK), 01 (giro).
CARDS_WITHOUT_ID = ("73", "01")


@dataclass(frozen=True, slots=True)
class Account:
    """A Danish bank account: registration number (4 digits) and account number (up to 10 digits), both text."""

    registration: str
    account: str

    @property
    def is_valid(self) -> bool:
        """The form only: 4 digits and 1 to 10 digits, not all zeros."""
        return (
            len(self.registration) == 4
            and _is_digits(self.registration)
            and 1 <= len(self.account) <= 10
            and _is_digits(self.account)
            and self.account.strip("0") != ""
        )

    @property
    def is_danish(self) -> bool:
        return True

    @property
    def key(self) -> str:
        """The same for one account however it is printed; a Danish IBAN has the same key."""
        return f"dk:{self.registration}:{self.account.zfill(10)}"

    def as_json(self) -> dict[str, str]:
        return {"type": "account", "registration": self.registration, "account": self.account}


@dataclass(frozen=True, slots=True)
class Iban:
    """An international account number, upper case without spaces; ``bic`` where printed (ISO 9362)."""

    iban: str
    bic: str | None = None

    @property
    def is_valid(self) -> bool:
        """ISO 13616: country, length for Denmark (18), mod 97-10."""
        number = self.iban
        if not (15 <= len(number) <= 34 and number[:2].isalpha() and number.isascii() and number.isalnum()):
            return False
        if number.startswith("DK") and len(number) != 18:
            return False
        from stdnum.iso7064 import mod_97_10  # noqa: PLC0415 - 12 ms, and most papers have no such number

        return bool(mod_97_10.is_valid(number[4:] + number[:4]))

    @property
    def is_danish(self) -> bool:
        return self.iban.startswith("DK")

    @property
    def key(self) -> str:
        if self.is_danish and len(self.iban) == 18:
            return f"dk:{self.iban[4:8]}:{self.iban[8:]}"
        return f"iban:{self.iban}"

    def as_json(self) -> dict[str, str]:
        out = {"type": "iban", "iban": self.iban}
        if self.bic:
            out["bic"] = self.bic
        return out


@dataclass(frozen=True, slots=True)
class Fik:
    """An *indbetalingskort* 71, 73 or 75: payment ID (None on 73) and creditor number (8 digits)."""

    card: str
    id: str | None
    creditor: str

    @property
    def is_valid(self) -> bool:
        return _is_digits(self.creditor) and len(self.creditor) == 8 and _id_is_valid(self.card, self.id)

    @property
    def is_danish(self) -> bool:
        return True

    @property
    def key(self) -> str:
        """The creditor: the payment ID changes with every invoice."""
        return f"fik:{self.creditor}"

    def as_json(self) -> dict[str, str]:
        out = {"type": "fik", "card": self.card, "creditor": self.creditor}
        if self.id is not None:
            out["id"] = self.id
        return out


@dataclass(frozen=True, slots=True)
class Giro:
    """A *girokort* 01, 04 or 15: payment ID (None on 01) and giro account (7 or 8 digits)."""

    card: str
    id: str | None
    account: str

    @property
    def is_valid(self) -> bool:
        return _is_digits(self.account) and 7 <= len(self.account) <= 8 and _id_is_valid(self.card, self.id)

    @property
    def is_danish(self) -> bool:
        return True

    @property
    def key(self) -> str:
        return f"giro:{self.account.zfill(8)}"

    def as_json(self) -> dict[str, str]:
        out = {"type": "giro", "card": self.card, "account": self.account}
        if self.id is not None:
            out["id"] = self.id
        return out


@dataclass(frozen=True, slots=True)
class NemKonto:
    """The payee's NemKonto, found by CPR number. The number itself is never kept."""

    @property
    def is_valid(self) -> bool:
        return True

    @property
    def is_danish(self) -> bool:
        return True

    @property
    def key(self) -> str:
        return "nemkonto"

    def as_json(self) -> dict[str, str]:
        return {"type": "nemkonto"}


Payment = Account | Iban | Fik | Giro | NemKonto


def payment_from_json(data: dict[str, str]) -> Payment:
    """The inverse of ``as_json``. Raises ``KeyError`` for an unknown type."""
    match data["type"]:
        case "account":
            return Account(data["registration"], data["account"])
        case "iban":
            return Iban(data["iban"], data.get("bic"))
        case "fik":
            return Fik(data["card"], data.get("id"), data["creditor"])
        case "giro":
            return Giro(data["card"], data.get("id"), data["account"])
        case "nemkonto":
            return NemKonto()
        case other:
            raise KeyError(other)


def _id_is_valid(card: str, payment_id: str | None) -> bool:
    if card in CARDS_WITHOUT_ID:
        return payment_id is None
    if payment_id is None or len(payment_id) != ID_DIGITS.get(card) or not _is_digits(payment_id):
        return False
    from stdnum import luhn  # noqa: PLC0415 - as above

    return bool(luhn.is_valid(payment_id))


def _is_digits(text: str) -> bool:
    """0 to 9 only: ``str.isdecimal`` takes those of every script."""
    return text.isascii() and text.isdecimal()
