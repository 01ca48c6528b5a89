"""The parties of an invoice in UBL: their names, Danish numbers, addresses and people."""

from itertools import chain

from bot.danish.cvr import is_cvr
from bot.documents.einvoice.nodes import Node, distinct, is_wordy
from bot.model.einvoice import Contact, Party

#: Schemes of CVR and SE numbers: Peppol EAS and ICD, OIOUBL.
_DANISH_SCHEMES = ("0184", "DK:CVR", "DK:SE", "0198", "9902", "9904")


def party(root: Node, role: str) -> Party | None:
    party = root.first(f"{role}/Party")
    if party is None:
        return None
    registered = party.text("PartyLegalEntity/RegistrationName")
    trading = party.text("PartyName/Name")
    country = (party.text("PostalAddress/Country/IdentificationCode") or "").upper() or None
    return Party(
        name=registered or trading,
        trading_name=trading,
        cvr=_cvr(party, country),
        country=country,
        address=_address(party),
        contact=_contact(root, party, role),
    )


def _cvr(party: Node, country: str | None) -> str | None:
    """The first Danish number: legal registration, VAT, identification, electronic address."""
    paths = ("PartyLegalEntity/CompanyID", "PartyTaxScheme/CompanyID", "PartyIdentification/ID", "EndpointID")
    for node in chain.from_iterable(party.all(path) for path in paths):
        if not node.is_persons and (number := danish_number(node.raw, node.attribute("schemeID"), country)):
            return number
    return None


def danish_number(raw: str, scheme: str | None, country: str | None) -> str | None:
    """8 digits: said to be Danish by «DK» before them, by their scheme, or by check digit and country."""
    text = "".join(raw.split()).upper()
    digits = text.removeprefix("DK")
    if len(digits) != 8 or not (digits.isascii() and digits.isdecimal()):
        return None
    if text != digits or (scheme or "").upper() in _DANISH_SCHEMES:
        return digits
    return digits if country in (None, "DK") and scheme is None and is_cvr(digits) else None


def _address(party: Node) -> tuple[str, ...]:
    where = party.first("PostalAddress")
    if where is None:
        return ()
    street = " ".join(distinct((where.text("StreetName"), where.text("BuildingNumber"))))
    city = " ".join(distinct((where.text("PostalZone"), where.text("CityName"))))
    lines = (where.text("Department"), where.text("MarkAttention"), street, where.text("AdditionalStreetName"))
    return distinct((*lines, *(line.text("Line") for line in where.all("AddressLine")), city))


def _contact(root: Node, party: Node, role: str) -> Contact:
    """The party's, else the one beside it (OIOUBL: «BuyerContact», «AccountingContact»)."""
    own = party.all("Contact")
    beside = root.all(f"{role}/BuyerContact|AccountingContact|DeliveryContact|SellerContact")
    people = [*own, *beside]
    name = next((n for c in people if (n := _name(c))), None) or _person(party)
    return Contact(
        name=name,
        phone=next((t for c in people if (t := c.number("Telephone", "Tlf. "))), None),
        email=next((t for c in people if (t := c.text("ElectronicMail"))), None),
    )


def _name(contact: Node) -> str | None:
    """OIOUBL asks for an identifier of the contact; people write the name there."""
    written = contact.text("ID")
    return contact.text("Name") or (written if written and is_wordy(written) and " " in written else None)


def _person(party: Node) -> str | None:
    person = party.first("Person")
    return " ".join(distinct((person.text("FirstName"), person.text("FamilyName")))) or None if person else None


def payee(root: Node) -> Party | None:
    payee = root.first("PayeeParty")
    if payee is None:
        return None
    name = payee.text("PartyName/Name") or payee.text("PartyLegalEntity/RegistrationName")
    return Party(name=name, cvr=_cvr(payee, None))
