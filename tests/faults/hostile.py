"""Any hostile mail first, an ordinary invoice right behind it: how long until that one is answered?

    python -m tests.faults.hostile [--only WORD]

Against the running service, with the limits of reading as they are shipped.
"""

import argparse
import io
import os
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage

from tests.documents.formats.made import WORDS, raw_pdf
from tests.documents.formats.test_hostile import HOSTILE, forms, zipped
from tests.faults.harness import fresh, installation
from tests.mailin.torture import torture
from tests.service.live import INVOICES, Live, today, until

#: Promise 4 (seconds).
WITHIN = 60.0


def attached(*files: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Onde <ond@ond.example>"
    mail["To"] = INVOICES
    mail["Subject"] = "Faktura"
    mail["Message-ID"] = f"<{os.urandom(8).hex()}@ond.example>"
    mail.set_content("Se bilag.")
    for name, content in files:
        subtype = name.rpartition(".")[2]
        mail.add_attachment(content, maintype="application", subtype=subtype, filename=name)
    return mail.as_bytes()


def zip_bomb() -> bytes:
    """300 MB in 300 kB, and an archive with it in an archive, twice."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"faktura{n}.pdf", b"\0" * 100_000_000)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("../../etc/passwd", inner.getvalue())
    return outer.getvalue()


def hostile_mails() -> Iterator[tuple[str, Callable[[], list[bytes]]]]:
    """(what, makes the mails that are delivered together before the ordinary one)."""
    for name, (make, _outcomes) in HOSTILE.items():
        extension = "html" if name.startswith("HTML") else "docx" if "Word" in name else "pdf"
        yield name, lambda x=extension, m=make: [attached((f"faktura.{x}", m()))]  # type: ignore[misc]
    endless, lines = forms(10, 10), HOSTILE["300 MB of lines"][0]
    yield "five endless PDFs in one mail", lambda: [attached(*[(f"{n}.pdf", endless) for n in range(5)])]
    yield "40 PDFs of 300 MB of lines", lambda: [attached(*[(f"{n}.pdf", lines()) for n in range(40)])]
    yield "a bomb in a bomb", lambda: [attached(("faktura.zip", zip_bomb()))]
    yield (
        "five endless PDFs in one archive",
        lambda: [attached(("5.zip", zipped(*((f"{n}.pdf", endless) for n in range(5)))))],
    )
    yield "30 MB of attachment", lambda: [attached(("stor.pdf", b"%PDF-1.7\n" + os.urandom(30_000_000)))]
    yield "a PDF of 24 MB", lambda: [attached(("stor.pdf", raw_pdf(WORDS) + b"\n%" + b"x" * 24_000_000))]
    yield "headers of 5 MB", lambda: [b"Subject: " + b"x" * 5_000_000 + b"\r\nFrom: a@ond.example\r\n\r\nx"]
    everybody = b", ".join(b"a%d@ond.example" % n for n in range(100_000))
    yield "100,000 recipients", lambda: [b"From: a@ond.example\r\nTo: " + everybody + b"\r\n\r\nx"]
    yield "1,000 parts in parts", lambda: [_deep(1000)]
    yield "every torture mail of tests/mailin", lambda: [raw for _name, raw in torture()]


def _deep(levels: int) -> bytes:
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))
    return b"From: a@ond.example\r\n" + parts


def ordinary(live: Live, number: int) -> Callable[[], bool]:
    """Delivers one; returns whether it is answered by now."""
    raw = fresh(3 * number, today())
    live.box.deliver(raw)
    message_id = str(message_from_bytes(raw)["Message-ID"])
    return lambda: bool(live.letters_of(message_id))


def waited(live: Live, mails: list[bytes], number: int) -> float:
    """Seconds from the ordinary mail's delivery to its answer; ``inf`` where none came."""
    for raw in mails:
        live.box.deliver(raw)
    begun = time.monotonic()
    return time.monotonic() - begun if until(ordinary(live, number), 4 * WITHIN) else float("inf")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="")
    given = arguments.parse_args()
    worst = 0.0
    with installation() as live:
        process = live.process()
        for number, (name, make) in enumerate(hostile_mails(), 1):
            if given.only not in name:
                continue
            took = waited(live, make(), number)
            worst = max(worst, took)
            print(f"{took:6.1f} s  {name}", flush=True)
        alive = process.poll() is None
        process.terminate()
        process.wait(15)
        with live.store() as store:
            parked = len(store.parked())
            open_work = store.counts()
            mails_filed = len(store.messages())
        traces = live.log().count("Traceback")
    print(
        f"longest {worst:.1f} s; {mails_filed} mails, {parked} parked, {open_work.unhandled} not handled, "
        f"alive: {alive}, tracebacks: {traces}"
    )
    return 0 if worst <= WITHIN and alive and not open_work.unhandled else 1


if __name__ == "__main__":
    sys.exit(main())
