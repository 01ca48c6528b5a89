"""A program that keeps, files and sends the same mails as every other copy of itself, until all is done.

Run as ``python -m tests.store.worker DATABASE SINK MAILS``; SINK gets a line for each letter handed over.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.store import Store
from tests.store.making import INBOX, NOW, document, incoming, judged, letter, message, original, reading

#: Short, so that a letter whose sender was killed is lent again within the test; the clock of the test goes by tries.
LEASE = timedelta(seconds=30)


def main(database: str, sink: str, mails: str) -> None:
    wanted = range(1, int(mails) + 1)
    out = os.open(sink, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    with Store(Path(database), create=True) as store:
        for start in range(1, int(mails) + 1, 7):
            new = store.new_uids(INBOX, 1, [n for n in wanted if start <= n < start + 7])
            store.keep(INBOX, 1, [incoming(n) for n in new], NOW)
        while waiting := store.unhandled(5):
            for mail in waiting:
                number = int(original(store, mail.id).split(b"Subject: Faktura ")[1].split()[0])
                what = judged(document(reading(str(number))))
                store.file(mail.id, message(number), what, [letter(number)], NOW)
        clock = NOW + timedelta(hours=int(os.environ.get("TRY", "0")))
        while lent := store.claim(clock, LEASE, 3):
            for one in lent:
                for recipient in one.recipients:
                    os.write(out, f"{one.message_id} {recipient.address}\n".encode())
                    store.delivered(one.letter_id, recipient.address, clock, "250 ok")
        for move in store.moves_due(INBOX, 1000):
            store.moved([move.location_id], "Behandlet/Godkendt", clock)


if __name__ == "__main__":
    main(*sys.argv[1:])
