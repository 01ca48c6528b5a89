"""What ten years of data cost: a summary, a bell, a poll, a mail, beside the same with one year.

    python -m tests.faults.decade --years 10

300 mails a month, most of them invoices with a letter, are filed as the service files them; then the same things are
done with each database, and timed.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

from bot.config import load
from bot.demo.cast import meetings, write_register
from bot.model.decision import Decision
from bot.model.letter import ComposedLetter
from bot.model.message import Address
from bot.service.summary import figures
from bot.service.surroundings import Surroundings
from bot.service.timed import Timed
from bot.store import Copy, Store, register_csv
from tests.service.live import CONFIG, INVOICES
from tests.store.making import INBOX, document, field, incoming, judged, mail, message, reading, too_soon

MAILS_A_MONTH = 300
END = datetime.fromisoformat("2036-03-15T09:00+01:00")


@dataclass(frozen=True)
class Cost:
    """Milliseconds, the median of several tries; ``size`` of the file in MB."""

    mails: int
    size: float
    milliseconds: dict[str, float]


def fill(store: Store, years: float) -> int:
    """Mails up to ``END``, as many a month; of the last month every 40th waits for a person; every 90th letter is
    refused.
    """
    count = round(MAILS_A_MONTH * 12 * years)
    store.db.execute("PRAGMA synchronous=OFF")
    for number in range(1, count + 1):
        moment = END - timedelta(days=365.25 * years * (count - number) / count)
        with store.atomic():
            raw = incoming(number, mail(number, "Hermed faktura."), received=moment)
            (row,) = store.keep(INBOX, 1, [raw], moment)
            decision = _decision(number, waits=number > count - MAILS_A_MONTH)
            store.file(row, message(number, received=moment), decision, _letters(number), moment, _copies())
            store.moved([m.location_id for m in store.moves_due(INBOX, 9)], "Behandlet/Godkendt", moment)
            for lent in store.claim(moment, timedelta(minutes=1), 9):
                for one in lent.recipients:
                    fate = store.refused if number % 90 == 0 else store.delivered
                    fate(lent.letter_id, one.address, moment, "250 ok")
    store.db.execute("PRAGMA synchronous=FULL")
    return count


def _decision(number: int, *, waits: bool) -> Decision:
    if number % 3 == 0:
        return judged(kind="booking", verdict=None, outcome="inbox", documents=(document(verdict=None, pay_on=None),))
    verdict = "review" if waits and number % 40 == 1 else "accepted"
    held = meetings(END.date())["FYS-041"]
    what = reading(str(number), total=field(Decimal(number)), cvr=field(f"{number % 400:08}"), meeting_date=field(held))
    return judged(document(what, verdict=verdict, findings=(too_soon(),) if verdict == "review" else ()))


def _letters(number: int) -> list[ComposedLetter]:
    if number % 3 == 0:
        return []
    to = Address(f"post{number % 400}@firma.example")
    return [
        ComposedLetter(
            f"invoice:{number}", "invoice_accepted", "EKM", f"<{number}@ekm.example>",
            b"Subject: x\r\n\r\n" + b"T" * 4000, Address(INVOICES), (to,), (), "Faktura", "Tak." * 200, "",
            f"<{number}@kro.example>", (),
        )
    ]  # fmt: skip


def _copies() -> tuple[Copy, ...]:
    return Copy(None, "0" * 64, "Hermed faktura."), Copy("faktura.pdf", "1" * 64, "Faktura " * 250)


def cost(folder: Path, years: float) -> Cost:
    config_file = folder / "config.toml"
    text = CONFIG.format(
        smtp_port=25, imap_port=143, invoices=INVOICES, user=INVOICES, timeout=5, final_dot_timeout=600, service=""
    )
    config_file.write_text(text)
    write_register(folder / "register", END.date())
    config = load(config_file)
    with Store(config.database, create=True) as store, closing(Surroundings(config)) as around:
        register_csv.apply(store, register_csv.read(folder / "register"), END)
        count = fill(store, years)
        now = END
        timed = Timed(around, store, lambda: now)
        timed.ring()  # what has failed in all those years is told once

        def one_more() -> None:
            number = 10_000_000 + time.time_ns() % 1_000_000_000
            (row,) = store.keep(INBOX, 1, [incoming(number, mail(number))], now)
            store.file(
                row, message(number), judged(kind="unknown", verdict=None, outcome="inbox", documents=()), [], now
            )

        done: dict[str, Callable[[], object]] = {
            "summary": lambda: figures(around, store, "EKM", END.date(), now),
            "bell": timed.ring,
            "poll of a quiet inbox": lambda: (store.new_uids(INBOX, 1, [5]), store.returned(INBOX), store.counts()),
            "next letter": store.next_due,
            "review list": store.review_list,
            "a mail kept and filed": one_more,
        }
        took = {name: 1000 * median(_seconds(step) for _ in range(7)) for name, step in done.items()}
        return Cost(count, config.database.stat().st_size / 1e6, took)


def _seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--years", type=float, default=10)
    given = arguments.parse_args()
    costs = []
    for years in (1.0, given.years):
        with tempfile.TemporaryDirectory(prefix="decade-") as folder:
            costs.append(cost(Path(folder), years))
    one, all_of_them = costs
    print(f"{one.mails} mails ({one.size:.0f} MB) and {all_of_them.mails} mails ({all_of_them.size:.0f} MB), in ms:")
    for name, milliseconds in one.milliseconds.items():
        print(f"  {name:24} {milliseconds:8.2f} {all_of_them.milliseconds[name]:8.2f}")


if __name__ == "__main__":
    main()
