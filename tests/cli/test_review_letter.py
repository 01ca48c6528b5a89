"""The review letter as it leaves: the page with its frames, the number to decide by, no CPR number, to staff alone."""

import email
import re
from contextlib import closing
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.cli import main
from bot.config import load
from bot.model.zone import COPENHAGEN
from bot.service.pipeline import Pipeline
from bot.service.surroundings import Surroundings
from bot.store import Incoming, Store
from tests.cli.attacks import CONFIG, Changes, mail, pdf

NOW = ["--now", "2026-03-15T10:00+01:00"]
#: The network has no meeting on that day: a person decides.
DOUBTFUL: Changes = {"day": "Mødedato: 10.03.2026", "note": "CPR 010190-1234"}


def taken(folder: Path, raw: bytes) -> list[EmailMessage]:
    """The letters to staff of one mail, as they would be sent."""
    (folder / "ny.eml").write_bytes(raw)
    main(["process", "ny.eml", *NOW])
    with Store(folder / "kvalitetsbot.sqlite") as store:
        rows = store.db.all("SELECT raw FROM letters WHERE template = 'staff_review'")
    return [email.message_from_bytes(row["raw"], policy=default) for row in rows]


def pictures(letter: EmailMessage) -> list[Any]:
    return [part for part in letter.walk() if part.get_content_maintype() == "image"]


def test_the_letter(folder: Path) -> None:
    from PIL import Image

    (letter,) = taken(folder, mail(pdf(DOUBTFUL)))
    assert letter["To"] == "sekretariat@ekm.example"
    assert letter["Cc"] is None
    (picture,) = pictures(letter)
    html = letter.get_body(("html",))
    text = letter.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html.get_content()
    assert picture.get_content_disposition() == "inline"
    assert len(bytes(letter)) < 300_000 * 1.37
    with Image.open(BytesIO(picture.get_content())) as image:
        assert image.width > 500
    with Store(folder / "kvalitetsbot.sqlite") as store:
        (waiting,) = store.review_list()
    assert f"kvalitetsbot review accept {waiting.id}\n" in text.get_content().replace("\r\n", "\n")
    assert "10. marts 2026" in text.get_content()
    assert b"010190" not in bytes(letter)


def test_the_supplier_never_gets_it(folder: Path) -> None:
    taken(folder, mail(pdf(DOUBTFUL)))
    with Store(folder / "kvalitetsbot.sqlite") as store:
        rows = store.outbox()
    told = {row.template: {*row.to, *row.cc} for row in rows}
    assert told["staff_review"] == {"sekretariat@ekm.example"}
    assert "faktura@moellen.example" in told["invoice_review"]


def test_the_same_mail_again_makes_no_second_letter(folder: Path) -> None:
    raw = mail(pdf(DOUBTFUL))
    taken(folder, raw)
    assert len(taken(folder, raw)) == 1


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"%PDF-1.7 and nothing more", id="damaged"), pytest.param(b"\x00" * 2000, id="nothing known")],
)
def test_what_cannot_be_drawn_stops_no_letter(folder: Path, content: bytes) -> None:
    (letter,) = taken(folder, mail(content))
    assert pictures(letter) == []
    html = letter.get_body(("html",))
    assert html is not None
    assert "<img" not in html.get_content()


def test_two_invoices_two_pictures_one_letter(folder: Path) -> None:
    other: Changes = {**DOUBTFUL, "number": "Fakturanr.: 1043", "day": "Mødedato: 09.03.2026"}
    (letter,) = taken(folder, mail(pdf(DOUBTFUL), pdf(other)))
    text = letter.get_body(("plain",))
    assert text is not None
    assert len(re.findall(r"review accept \d+", text.get_content())) == len(pictures(letter)) == 2
    assert sum(len(p.get_content()) for p in pictures(letter)) < 300_000


def test_what_lies_in_an_archive_is_shown_too(folder: Path) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("faktura.pdf", pdf(DOUBTFUL))
    (letter,) = taken(folder, mail(packed.getvalue()))
    assert len(pictures(letter)) == 1
    (folder / "arkiv.zip").write_bytes(packed.getvalue())
    assert main(["extract", "arkiv.zip", "--picture", "ud.png"]) == 0
    assert (folder / "ud.png").stat().st_size > 10_000


def test_a_secretariat_may_want_the_summary_only(folder: Path) -> None:
    config = folder / "config.toml"
    config.write_text(f'{CONFIG}review_letters = "summary"\n', encoding="utf-8")
    assert taken(folder, mail(pdf(DOUBTFUL))) == []


def test_a_process_that_died_while_the_page_was_drawn_costs_the_picture_alone(folder: Path) -> None:
    """Filed and held; the next start lets go of it as it is, once."""
    config = load(folder / "config.toml")
    now = datetime(2026, 3, 15, 10, tzinfo=COPENHAGEN)
    with closing(Surroundings(config)) as around, Store(config.database) as store:
        raw = Incoming(None, mail(pdf(DOUBTFUL)), now, "faktura@ekm.example", "EKM")
        store.keep("disk", 0, [raw], now)
        pipeline = Pipeline(around, store, lambda: now)
        (waiting,) = store.unhandled(9)
        pipeline.finish(pipeline.prepare(waiting))
        lease = timedelta(minutes=1)
        held = [row.letter_id for row in store.outbox() if row.template == "staff_review"]
        sent = [x.letter_id for x in store.claim(now, lease, 9)]
        assert len(held) == 1
        assert held[0] not in sent
        assert list(Pipeline(around, store, lambda: now).drain()) == []
        (letter,) = store.claim(now, lease, 9)
    assert letter.letter_id == held[0]
    whole = email.message_from_bytes(letter.raw, policy=default)
    assert pictures(whole) == []
    html = whole.get_body(("html",))
    assert html is not None
    assert "review accept" in html.get_content()
    assert "<img" not in html.get_content()
