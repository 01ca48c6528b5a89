"""★ The demo: a real mail server, the real service as a process of its own, and what came of each mail.

Nothing here knows how a mail is handled: it sends, waits, and looks at what the service's own commands say.
"""

import json
import smtplib
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from bot.cli.output import note, table
from bot.cli.words import VERDICTS
from bot.config import load
from bot.demo.cast import INVOICES, NETWORKS, STAFF, Mail, mails, write_register
from bot.demo.mailserver import HOST, MailServer
from bot.model.zone import COPENHAGEN
from bot.store import Store

PASSWORD = "demo"  # noqa: S105  # of a server on loopback that lives for a minute
WAIT_SECONDS = 90

CONFIG = """# Demoens opsætning: en mailserver på denne maskine, der forsvinder igen.
database = "demo.sqlite"

[smtp]
host = "{host}"
port = {smtp}
security = "none"
auth = "none"
user = "{invoices}"
rate_per_minute = 600

[secretariat.EKM]
invoice_address = "{invoices}"
network_address = "{networks}"
sender_name = "EKM, kvalitetsnetværk"
staff = ["{staff}"]
summary_to = ["{staff}"]

[[secretariat.EKM.inbox]]
host = "{host}"
port = {imap}
security = "none"
user = "faktura"
password = "command:echo {password}"

[service]
poll_seconds = 1
"""


def show(out: Path) -> int:
    """Runs the demo in ``out``, which is emptied of an earlier one. Exit status 0 where every mail was handled."""
    _emptied(out)
    today = datetime.now(COPENHAGEN).date()
    with MailServer({"faktura": PASSWORD, "netvaerk": PASSWORD, "sekretariat": PASSWORD}) as server:
        config = _configured(out, server, today)
        with _service(config):
            sent = list(_sent(server, today))
            handled = _settled(config, len(sent))
        _print(_rows(config, sent))
        _letters(out, server)
        note("")
        _kvalitetsbot(config, "report", "daily", "--write", str(out), check=False)
        _where_to_look(out, today)
    return 0 if handled else 1


def _emptied(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for pattern in ("demo.sqlite*", "opsamling-*", "*.toml", "service.log", "breve/*", "register/*"):
        for old in out.glob(pattern):
            old.unlink()


def _configured(out: Path, server: MailServer, today: date) -> Path:
    config = out / "config.toml"
    text = CONFIG.format(
        host=HOST, imap=server.imap_port, smtp=server.smtp_port, invoices=INVOICES, networks=NETWORKS, staff=STAFF,
        password=PASSWORD,
    )  # fmt: skip
    config.write_text(text, encoding="utf-8")
    write_register(out / "register", today)
    _kvalitetsbot(config, "register", "import", str(out / "register"))
    return config


@contextmanager
def _service(config: Path) -> Iterator[None]:
    """``kvalitetsbot run``, as it runs for real; stopped as systemd stops it."""
    with (config.parent / "service.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run", "--config", str(config)], stderr=log)  # noqa: S603
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _sent(server: MailServer, today: date) -> Iterator[Mail]:
    with smtplib.SMTP(HOST, server.smtp_port) as smtp:
        for mail in mails(today):
            sender = message_from_bytes(mail.raw).get("From", "")
            address = str(sender).rpartition("<")[2].rstrip(">") or "post@oedelagt.example"
            smtp.sendmail(address if address.isascii() else "post@oedelagt.example", [INVOICES], mail.raw)
            yield mail
            # Real suppliers do not write in the same second; a correction must come after what it corrects.
            time.sleep(0.05)


def _settled(config: Path, count: int) -> bool:
    """Waits until all mails are handled and moved and all letters are out."""
    end = time.monotonic() + WAIT_SECONDS
    with Store(load(config).database) as store:
        while time.monotonic() < end:
            if len(store.messages()) >= count and not store.counts().anything:
                return True
            time.sleep(0.2)
    return False


def _rows(config: Path, sent: list[Mail]) -> list[dict[str, Any]]:
    """One row a mail, in the order sent: what it was, what came of it, whom a letter went to because of it."""
    with Store(load(config).database) as store:
        messages = {m.message_id: m for m in store.messages()}
        letters = store.outbox()
    rows = []
    for mail in sent:
        found = messages.get(message_from_bytes(mail.raw).get("Message-ID"))
        because = [x for x in letters if found is not None and x.message == found.id]
        told = "\n".join(f"{x.template} → {', '.join((*x.to, *x.cc))}" for x in because)
        verdict = VERDICTS.get(found.verdict or "", "–") if found else "–"
        folder = (found.folder or "(bliver liggende)") if found else None
        rows.append({"what": mail.what, "verdict": verdict, "letters": told or "–", "folder": folder})
    return rows


def _print(rows: list[dict[str, Any]]) -> None:
    table(rows, (("what", "Mail"), ("verdict", "Afgørelse"), ("letters", "Brev"), ("folder", "Mappe")))


def _letters(out: Path, server: MailServer) -> None:
    """Every letter as it arrived: .eml to open in a mail program, .html to open in a browser."""
    folder = out / "breve"
    folder.mkdir(exist_ok=True)
    ours = [a for a in server.accepted if a.mail_from in (INVOICES, NETWORKS)]
    for number, accepted in enumerate(ours, 1):
        stem = folder / f"{number:02d}-{accepted.rcpt_tos[0]}"
        stem.with_suffix(stem.suffix + ".eml").write_bytes(accepted.content)
        mail = message_from_bytes(accepted.content)
        html = next((p for p in mail.walk() if p.get_content_type() == "text/html"), None)
        if html is not None:
            stem.with_suffix(stem.suffix + ".html").write_bytes(_with_pictures(html.get_payload(decode=True), mail))


def _with_pictures(html: Any, mail: Message) -> bytes:
    """A browser knows no ``cid:`` (RFC 2392): the mail's own pictures stand in the page itself."""
    out = bytes(html)
    for part in mail.walk():
        name = (part["Content-ID"] or "").strip("<>")
        if name and part.get_content_maintype() == "image":
            data = b64encode(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]
            out = out.replace(f"cid:{name}".encode(), f"data:{part.get_content_type()};base64,{data}".encode())
    return out


def _where_to_look(out: Path, today: date) -> None:
    summary = f"{out}/opsamling-EKM-{today}.html"
    rows = [
        {"where": f"{out}/breve/", "what": "hvert brev som .eml og .html"},
        {"where": summary, "what": "dagens opsamling, som sekretariatet får den (.xlsx ved siden af)"},
        {"where": f"{out}/demo.sqlite", "what": "databasen, f.eks. visningen «fakturaer» og «venter_paa_person»"},
        {"where": f"{out}/service.log", "what": "tjenestens log: numre og koder, aldrig indhold"},
    ]
    table(rows, (("where", "Se selv efter"), ("what", "")))


def _kvalitetsbot(config: Path, *words: str, check: bool = True) -> list[dict[str, Any]]:
    """One of the program's own commands; its JSON lines where it gives any."""
    call = [sys.executable, "-m", "bot", *words, "--config", str(config)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode and check:
        raise RuntimeError(f"kvalitetsbot {' '.join(words)}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
