"""An installation to attack: a register, a faultless invoice to change, mails, and ``process`` on a fresh database.

All people and firms are invented.
"""

import argparse
import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from bot.cli import main
from bot.cli.output import plain
from bot.cli.taking import Taking
from bot.clock import FixedClock
from bot.config import load
from bot.model.zone import COPENHAGEN
from bot.service.pipeline import Pipeline
from bot.service.surroundings import Surroundings
from bot.store import Store

HEIGHT = 842
CONFIG = """
database = "kvalitetsbot.sqlite"
[smtp]
host = "127.0.0.1"
port = 2525
security = "none"
auth = "none"
user = "bot@ekm.example"
[secretariat.EKM]
invoice_address = "faktura@ekm.example"
network_address = "netvaerk@ekm.example"
staff = ["sekretariat@ekm.example"]
summary_to = ["sekretariat@ekm.example"]
authserv_id = "mx.ekm.example"
"""
REGISTER = {
    "networks": """network_id,name,secretariat,region,specialty
FYS-041,Kvalitetsnetværk Aarhus Midt,EKM,Midtjylland,fysioterapi
FYS-042,Kvalitetsnetværk Aarhus Nord,EKM,Midtjylland,fysioterapi
""",
    "coordinators": """network_id,name,email,phone,from,to,fee_share
FYS-041,Mette Holm Sørensen,mette@holmfys.example,,2026-01-01,,1
FYS-042,Bo Riis,bo@riis.example,,2024-01-01,,1
""",
    "members": """network_id,ydernummer,name,clinic,email,role,from,to
FYS-041,012345,Mette Holm Sørensen,Holms Fysioterapi ApS,mette@holmfys.example,owner,2019-04-01,
FYS-041,012346,Per Dam,Damfys,per@damfys.example,owner,2019-04-01,
""",
    "meetings": """meeting_id,network_id,start,end,venue,address,topic,mandatory_topic
M-1,FYS-041,2026-03-12T17:00:00+01:00,2026-03-12T20:00:00+01:00,,,Ryg,1
M-2,FYS-041,2026-06-10T17:00:00+02:00,2026-06-10T20:00:00+02:00,,,Knæ,
""",
}
#: The rows of the faultless invoice, by name: x, y of the baseline from the top, text.
PAGE: dict[str, tuple[int, int, str]] = {
    "supplier": (50, 60, "Restaurant Møllen ApS"),
    "street": (50, 75, "Åvej 1, 8000 Aarhus C"),
    "cvr": (50, 90, "CVR-nr. 12345674"),
    "title": (400, 60, "FAKTURA"),
    "number": (400, 90, "Fakturanr.: 1042"),
    "issued": (400, 105, "Fakturadato: 13.03.2026"),
    "due": (400, 120, "Forfaldsdato: 12.04.2026"),
    "buyer": (50, 130, "EKM, Enhed for Kvalitet og Modernisering"),
    "network": (50, 190, "Netværk: Kvalitetsnetværk Aarhus Midt"),
    "coordinator": (50, 205, "Koordinator: Mette Holm Sørensen"),
    "day": (50, 220, "Mødedato: 12.03.2026"),
    "heads": (50, 260, "Beskrivelse"),
    "head quantity": (320, 260, "Antal"),
    "head price": (380, 260, "Pris"),
    "head amount": (480, 260, "Beløb"),
    "food": (50, 276, "Forplejning, 4 pers."),
    "quantity": (320, 276, "4"),
    "price": (380, 276, "427,20"),
    "amount": (480, 276, "1.708,80"),
    "net": (380, 292, "Subtotal"),
    "net amount": (480, 292, "1.708,80"),
    "vat": (380, 308, "Moms 25 %"),
    "vat amount": (480, 308, "427,20"),
    "total": (380, 324, "I alt DKK"),
    "total amount": (480, 324, "2.136,00"),
    "account": (50, 380, "Betales til reg.nr. 1234 kontonr. 0012345678"),
}
OTHER_ACCOUNT = "Betales til reg.nr. 5678 kontonr. 0087654321"
#: Rows with another text, or without (None); «note» is one more at the foot.
Changes = dict[str, str | None]
NOTHING: Changes = {}
#: Changes that make another meeting's invoice of it, and when that mail comes.
SECOND: Changes = {"number": "Fakturanr.: 1100", "issued": "Fakturadato: 11.06.2026", "due": "Forfaldsdato: 12.07.2026",
          "day": "Mødedato: 10.06.2026"}  # fmt: skip
SECOND_RECEIVED = "Mon, 15 Jun 2026 09:00:00 +0200"
_numbers = count(1)


def rows(changes: Changes) -> list[tuple[int, int, str]]:
    """The faultless rows with changes."""
    page = {**PAGE, "note": (50, 440, "")}
    page |= {key: (*page[key][:2], text or "") for key, text in changes.items()}
    return [row for row in page.values() if row[2]]


def text(changes: Changes = NOTHING) -> str:
    """The same as lines of text; what stands beside each other on the page stands on one line."""
    lines: dict[int, list[str]] = {}
    for x, y, words in rows(changes):
        lines.setdefault(y if x < 400 or y > 250 else y + 1000, []).append(words)
    return "\n".join("   ".join(lines[y]) for y in lines)


def pdf(changes: Changes = NOTHING, draw: Callable[[Canvas], None] | None = None) -> bytes:
    """The same as a PDF; ``draw`` paints on top."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, HEIGHT), invariant=1)
    for x, y, words in rows(changes):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(x, HEIGHT - y, words)
    if draw is not None:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def mail(
    *files: bytes,
    body: str = "Hej\n\nHermed faktura.\n\nMvh Møllen",
    html: str | None = None,
    received: str = "Sun, 15 Mar 2026 09:00:00 +0100",
    domain: str = "moellen.example",
    **headers: str,
) -> bytes:
    """A mail as our server stored it, with ``files`` as PDFs. ``headers``: more of them, ``_`` for the hyphen."""
    message = EmailMessage(policy=SMTP)
    message["Authentication-Results"] = f"mx.ekm.example; dmarc=pass header.from={domain}"
    message["Received"] = f"from mail.{domain} by mx.ekm.example with ESMTPS; {received}"
    message["From"] = f"Møllen <faktura@{domain}>"
    message["To"] = "faktura@ekm.example"
    message["Subject"] = "Faktura"
    message["Message-ID"] = f"<{next(_numbers)}@{domain}>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(body)
    if html is not None:
        message.add_alternative(html, subtype="html")
    for number, content in enumerate(files, start=1):
        message.add_attachment(content, maintype="application", subtype="pdf", filename=f"bilag-{number}.pdf")
    return message.as_bytes()


class Installation:
    """Every ``process`` begins with the register and nothing filed."""

    def __init__(self, folder: Path, around: Surroundings) -> None:
        self.folder, self.around = folder, around

    def process(self, *mails: bytes, now: str | Sequence[str] = "2026-03-15T10:00+01:00") -> list[dict[str, Any]]:
        """What ``process --json`` prints of each mail, in order, with the clock at ``now``."""
        moments = [now] * len(mails) if isinstance(now, str) else now
        copy = self.folder / "attacked.sqlite"
        shutil.copy(self.folder / "kvalitetsbot.sqlite", copy)
        args = argparse.Namespace(inbox=None, letters=None)
        out = []
        with Store(copy) as store:
            for number, (raw, moment) in enumerate(zip(mails, moments, strict=True)):
                at = datetime.fromisoformat(moment).astimezone(COPENHAGEN)
                pipeline = Pipeline(self.around, store, lambda at=at: at)  # type: ignore[misc]
                taking = Taking(args, self.around, store, pipeline, FixedClock(at))
                shown, _ = taking.end(taking.begin((f"{number}.eml", raw)))
                out.append(plain(shown))
        for leftover in self.folder.glob("attacked.sqlite*"):
            leftover.unlink()
        return out


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    for name, content in REGISTER.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    config = folder / "config.toml"
    assert main(["register", "import", str(folder), "--config", str(config)]) == 0
    around = Surroundings(load(config))
    try:
        yield Installation(folder, around)
    finally:
        around.close()


def verdicts(shown: dict[str, Any]) -> list[str | None]:
    return [document.get("verdict") for document in shown.get("invoices", [])]


def codes(shown: dict[str, Any]) -> set[str]:
    return {finding["code"] for document in shown.get("invoices", []) for finding in document["findings"]}
