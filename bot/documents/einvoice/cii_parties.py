"""The parties of an invoice in CII: their names, Danish numbers, addresses and people."""

from bot.documents.einvoice.nodes import Node, distinct
from bot.documents.einvoice.ubl_parties import danish_number
from bot.model.einvoice import Contact, Party


def party(node: Node | None) -> Party:
    if node is None:
        return Party()
    country = (node.text("PostalTradeAddress/CountryID") or "").upper() or None
    trading = node.text("SpecifiedLegalOrganization/TradingBusinessName")
    contact = node.first("DefinedTradeContact")
    return Party(
        name=node.text("Name") or trading,
        trading_name=trading,
        cvr=_cvr(node, country),
        country=country,
        address=_address(node),
        contact=_contact(contact) if contact else Contact(),
    )


def _cvr(party: Node, country: str | None) -> str | None:
    paths = (
        "SpecifiedLegalOrganization/ID",
        "SpecifiedTaxRegistration/ID",
        "GlobalID|ID",
        "URIUniversalCommunication/URIID",
    )
    for found in (node for path in paths for node in party.all(path)):
        scheme = found.attribute("schemeID")
        # «VA» and «FC» say that it is a tax number (BT-31, BT-32), not whose.
        scheme = None if scheme in ("VA", "FC") else scheme
        if not found.is_persons and (number := danish_number(found.raw, scheme, country)):
            return number
    return None


def _address(node: Node) -> tuple[str, ...]:
    where = node.first("PostalTradeAddress")
    if where is None:
        return ()
    city = " ".join(distinct((where.text("PostcodeCode"), where.text("CityName"))))
    return distinct((where.text("LineOne"), where.text("LineTwo"), where.text("LineThree"), city))


def _contact(node: Node) -> Contact:
    return Contact(
        name=node.text("PersonName") or node.text("DepartmentName"),
        phone=node.number("TelephoneUniversalCommunication/CompleteNumber", "Tlf. "),
        email=node.text("EmailURIUniversalCommunication/URIID"),
    )
