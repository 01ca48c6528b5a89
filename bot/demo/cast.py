"""The demo's invented people, places and mails: a small register, and suppliers that do right and wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from bot.danish.dates import format_date
from bot.demo.paper import Paper, draw
from bot.model.zone import COPENHAGEN

INVOICES = "faktura@ekm.example"
NETWORKS = "netvaerk@ekm.example"
STAFF = "sekretariat@ekm.example"
MOELLEN = "regnskab@moellen.example"
KROEN = "regnskab@sydfynskro.example"
#: Of the invoice that nobody can open.
LOCK = "hemmelig"

REGISTER = {
    "networks.csv": (
        "network_id,name,secretariat,region,specialty\n"
        "FYS-041,Kvalitetsnetværk Aarhus Midt,EKM,Midtjylland,fysioterapi\n"
        "FYS-042,Kvalitetsnetværk Aarhus Nord,EKM,Midtjylland,fysioterapi\n"
        "FYS-051,Kvalitetsnetværk Sydfyn,EKM,Syddanmark,fysioterapi\n"
    ),
    "coordinators.csv": (
        "network_id,name,email,phone,from,to,fee_share\n"
        "FYS-041,Mette Holm,mette@aarhusfys.example,20 00 00 01,2023-01-01,,1\n"
        "FYS-042,Jens Ravn,jens@nordfys.example,20 00 00 02,2022-01-01,,1\n"
        "FYS-051,Anne-Marie Toft,amt@sydfynfys.example,20 00 00 03,2024-01-01,,1\n"
    ),
    "members.csv": (
        "network_id,ydernummer,name,clinic,email,role,from,to\n"
        "FYS-041,001041,Mette Holm,Aarhus Fysioterapi,mette@aarhusfys.example,owner,2020-01-01,\n"
        "FYS-041,001042,Lise Bech,Klinikken ved Åen,lise@aafys.example,owner,2020-01-01,\n"
        "FYS-042,001043,Jens Ravn,Nordfys,jens@nordfys.example,owner,2020-01-01,\n"
        "FYS-051,001051,Anne-Marie Toft,Sydfyns Fysioterapi,amt@sydfynfys.example,owner,2020-01-01,\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the demo, and in a few words what is special about it (Danish, for the table)."""

    what: str
    raw: bytes


def meetings(today: date) -> dict[str, date]:
    """Each network's latest meeting: a week or so ago."""
    return {network: today - timedelta(days=days) for network, days in (("FYS-041", 6), ("FYS-042", 9), ("FYS-051", 4))}


def write_register(folder: Path, today: date) -> None:
    """The register as CSV files, with the meetings that the invoices are for."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in REGISTER.items():
        (folder / name).write_text(text, encoding="utf-8")
    lines = ["meeting_id,network_id,start,end,venue,address,topic,mandatory_topic"]
    for number, (network, day) in enumerate(meetings(today).items(), 1):
        start = datetime(day.year, day.month, day.day, 17, tzinfo=COPENHAGEN)
        end = start + timedelta(hours=3)
        lines.append(f"M{number},{network},{start.isoformat()},{end.isoformat()},Restaurant Møllen,,Skulderpatienter,")
    (folder / "meetings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def mails(today: date) -> Iterator[Mail]:
    """Sixteen of them, in the order in which they are sent: a correction comes after what it corrects."""
    yield from _first_mails(today)
    yield from _answers_and_more(today)
    yield from _without_paper(today)


def _first_mails(today: date) -> Iterator[Mail]:
    held = meetings(today)
    yield _sent("alt er i orden", MOELLEN, _moellen(today))
    yield _sent("for kort betalingsfrist", KROEN, _kroen(today))
    yield _sent("netværk og koordinator mangler", "post@havnecafe.example", _cafe(today, held["FYS-042"]))
    yield _sent("kun en udenlandsk konto", "rechnung@grenzhotel.example", _hotel(today, held["FYS-042"]))
    yield _sent("en anden koordinators navn", "kontor@nordkroen.example", _wrong_name(today, held["FYS-042"]))
    yield _sent("engelsk, uden mødedato", "accounts@guesthouse.example", _english(today), english=True)


def _answers_and_more(today: date) -> Iterator[Mail]:
    good, late = _moellen(today), _kroen(today)
    yield _sent("samme faktura sendt igen", MOELLEN, good, "Har I fået den her?")
    yield _sent("rettet: længere frist", KROEN, replace(late, due=today + timedelta(days=30)))
    credit = (*good.about, f"Kreditnota til faktura {good.number}")
    yield _sent("kreditnota", MOELLEN, replace(good, title="KREDITNOTA", number="1043", due=None, about=credit))
    reminder = replace(good, title="RYKKER", about=(*good.about, f"1. rykker for faktura {good.number}"))
    yield _sent("rykker", MOELLEN, reminder)
    locked = replace(good, supplier="Låst Bogholderi ApS", number="311", password=LOCK)
    yield _sent("låst med adgangskode", "bogholderi@laast.example", locked)
    kernehuset = replace(
        good,
        supplier="Café Kernehuset ApS",
        number="2088",
        cvr="10150817",
        payment=("Bank: 5301 0000244391",),
        price=Decimal(85),
        food="Kaffe og kage",
    )
    yield _sent("automatisk afsender", "noreply@regnskabssystem.example", kernehuset, automatic=True)


def _without_paper(today: date) -> Iterator[Mail]:
    """Mails whose own text is all there is."""
    yield _plain("faktura som ren tekst", "sanne@smoerrebroed.example", _text_invoice(today), "Faktura 17")
    yield _plain(
        "fraværsbesked", "mette@aarhusfys.example", "Jeg er på ferie til mandag.", "Automatisk svar: Faktura",
        automatic="auto-replied",
    )  # fmt: skip
    day = format_date(today + timedelta(days=60))
    text = f"Hej EKM\n\nVi holder møde {day} kl. 17-20 på Nordkroen.\n\nJens Ravn"
    yield _plain("en booking", "jens@nordfys.example", text, "Booking af møde")
    yield Mail(
        "ødelagt mail", b"From: \xff\xfe<x@oedelagt.example>\r\nContent-Type: multipart/mixed\r\n\r\n--\x00JVBERi0"
    )


def _moellen(today: date) -> Paper:
    held = meetings(today)["FYS-041"]
    return Paper(
        "Restaurant Møllen ApS", "Åboulevarden 12, 8000 Aarhus C", "12345674", "1042", today - timedelta(days=2),
        today + timedelta(days=28),
        ("Kvalitetsnetværk Aarhus Midt", f"Mødedato: {format_date(held)}", "Koordinator: Mette Holm"),
        8, Decimal(534), ("Betales til reg.nr. 1234 kontonr. 0012345678",),
    )  # fmt: skip


def _kroen(today: date) -> Paper:
    held = meetings(today)["FYS-051"]
    return Paper(
        "Sydfyns Kro", "Havnegade 3, 5700 Svendborg", "13585628", "F-771", today, today + timedelta(days=8),
        (f"Kval.møde netv. Sydfyn {held.day}/{held.month} v/ Anne-Marie",),
        6, Decimal(495), ("+71<000000000010421+81234567<",),
    )  # fmt: skip


def _cafe(today: date, held: date) -> Paper:
    return Paper(
        "Havnecaféen", "Kajen 1, 8000 Aarhus C", "25063864", "88", today - timedelta(days=1),
        today + timedelta(days=30),
        (f"Arrangement den {format_date(held)}",), 9, Decimal(410), ("Reg. 9000 Konto 1234567890",),
    )  # fmt: skip


def _hotel(today: date, held: date) -> Paper:
    return Paper(
        "Grenzhotel GmbH", "Hafenstraße 2, D-24937 Flensburg", "29189757", "R-5502", today, today + timedelta(days=30),
        ("Kvalitetsnetværk Aarhus Nord", f"Møde {format_date(held)}", "Att.: Jens Ravn"),
        7, Decimal(520), ("IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX"),
    )  # fmt: skip


def _wrong_name(today: date, held: date) -> Paper:
    return Paper(
        "Nordkroen A/S", "Randersvej 200, 8200 Aarhus N", "28856636", "20410", today, today + timedelta(days=21),
        ("Kvalitetsnetværk Aarhus Nord", f"Mødedato: {format_date(held)}", "Koordinator: Peter Lund"),
        7, Decimal(500), ("Reg.nr. 2222 Kontonr. 7654321",),
    )  # fmt: skip


def _english(today: date) -> Paper:
    words = {
        "Fakturanr.": "Invoice no.", "Fakturadato": "Invoice date", "Forfaldsdato": "Due date",
        "Beskrivelse": "Description", "Antal": "Qty", "Pris": "Unit price", "Beløb": "Amount",
        "Heraf moms 25 %": "of which VAT 25%", "I alt DKK": "Total DKK",
    }  # fmt: skip
    return Paper(
        "The Guesthouse Ltd", "Skolegade 9, 8000 Aarhus C", "31119103", "INV-2207", today, today + timedelta(days=30),
        ("Quality network: Kvalitetsnetværk Aarhus Midt", "Your ref.: Mette Holm"),
        8, Decimal(530), ("Bank account: Reg. 1551 Account 0004455667",), title="INVOICE",
        food="Dinner and meeting room", words=words,
    )  # fmt: skip


def _text_invoice(today: date) -> str:
    held = meetings(today)["FYS-041"]
    return (
        "Hej EKM\n\nHer er min faktura for smørrebrød.\n\n"
        "Faktura nr. 17\n"
        f"Fakturadato: {format_date(today)}\n"
        "Sannes Smørrebrød, CVR 26138124\n\n"
        f"Kvalitetsnetværk Aarhus Midt, møde {format_date(held)}, koordinator Mette Holm\n"
        "8 personer á 95,00 kr.\n"
        "I alt 760,00 kr. (heraf moms 152,00 kr.)\n\n"
        f"Betales senest {format_date(today + timedelta(days=21))} til reg. 5678 konto 1122334455\n\n"
        "Venlig hilsen\nSanne"
    )


def _sent(
    what: str, sender: str, paper: Paper, subject: str = "", *, english: bool = False, automatic: bool = False
) -> Mail:  # fmt: skip
    mail = _envelope(sender, subject or f"{paper.title.title()} {paper.number}", paper.supplier)
    mail.set_content(
        "Hello\n\nPlease find our invoice attached.\n\nBest regards\n" + paper.supplier
        if english
        else f"Hej\n\nHermed {paper.title.lower()} {paper.number}.\n\nVenlig hilsen\n{paper.supplier}"
    )
    if automatic:
        mail["Auto-Submitted"] = "auto-generated"
    name = f"{paper.title.lower()}-{paper.number}.pdf"
    mail.add_attachment(draw(paper), maintype="application", subtype="pdf", filename=name)
    return Mail(what, mail.as_bytes(policy=SMTP))


def _plain(what: str, sender: str, text: str, subject: str, automatic: str = "") -> Mail:
    mail = _envelope(sender, subject, sender.partition("@")[0].title())
    mail.set_content(text)
    if automatic:
        mail["Auto-Submitted"] = automatic
    return Mail(what, mail.as_bytes(policy=SMTP))


def _envelope(sender: str, subject: str, name: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f'"{name}" <{sender}>'
    mail["To"] = INVOICES
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.now(COPENHAGEN))
    mail["Message-ID"] = f"<{abs(hash((sender, subject, datetime.now(COPENHAGEN)))):x}@{sender.partition('@')[2]}>"
    return mail
