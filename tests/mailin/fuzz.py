"""Changes sample mails at random for as long as one likes: ``python -m tests.mailin.fuzz 300 [--seed N]``.

Prints the number of mails tried, the slowest, and each mail that broke a promise (kept in ``fuzz-<hash>.eml``). Not a
test by itself: ``test_torture`` has the short, repeatable form of it.
"""

import argparse
import hashlib
import random
import sys
import time
import traceback
from pathlib import Path

from bot.mailin.mime import read_structure, walk
from tests.mailin.test_samples import FOLDER
from tests.mailin.test_torture import GRAFTS, TOO_LONG, all_of_it, is_well_formed
from tests.mailin.torture import torture

DICTIONARY = [
    *GRAFTS,
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: message/rfc822\n",
    b"multipart/mixed",
    b"charset=hex",
    b"filename*0*=utf-8''",
    b"=?utf-8?b?",
    b"Fra: ",
    b"Emne: ",
    b"Sendt: ",
    b"Den 12. mar. 2026 kl. 17.03 skrev <a@x>:\n",
    b"> ",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"%PDF-",
    b"\x78\x9f\x3e\x22",
    b"<div style='display:none'>",
    b"<table>",
    b"&#xD800;",
    b"BEGIN:VCALENDAR\nMETHOD:",
    b"Received: from x by y; ",
    b"Authentication-Results: mx.ekm.example; dmarc=pass ",
    b"\r\n\r\n",
    b"\xc3",
    b"\xe2\x80\xae",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"9" * 5_000,
    b"A" * 70_000,
    b"\n" * 1_000,
    b"(" * 3_000,
]


def changed(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 4, 8, 30))):
        # Half of the changes hit the first 3,000 bytes: headers are where the traps are.
        at = chance.randrange(min(len(data), 3_000) + 1 if chance.random() < 0.5 else len(data) + 1)
        match chance.randrange(8):
            case 0:
                data[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                del data[at : at + chance.choice((1, 2, 10, 100, 3_000))]
            case 2:
                data[at:at] = data[at : at + chance.choice((10, 100, 2_000))] * chance.choice((1, 1, 2, 20))
            case 3:
                data[at:at] = chance.choice(DICTIONARY)
            case 4:
                from_ = chance.randrange(len(other) + 1)
                data[at:at] = other[from_ : from_ + chance.choice((20, 200, 5_000))]
            case 5:
                del data[at:]
            case 6:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines) if len(lines) < 60 else lines.insert(0, lines.pop(chance.randrange(len(lines))))
                data = bytearray(b"\n".join(lines))
            case 7:
                data[at : at + 20] = chance.randbytes(20)
    return bytes(data)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("seconds", type=float)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--also", type=Path, action="append", default=[], help="a folder with more .eml files")
    given = options.parse_args()
    chance = random.Random(given.seed)
    files = [file for folder in (FOLDER, *given.also) for file in sorted(folder.rglob("*.eml"))]
    seeds = [file.read_bytes() for file in files] + [raw for _, raw in torture() if len(raw) < 20_000]
    end, tried, broken, slowest = time.monotonic() + given.seconds, 0, 0, (0.0, b"")
    parts = 0
    while time.monotonic() < end:
        raw = changed(chance.choice(seeds), chance.choice(seeds), chance)
        start = time.perf_counter()
        try:
            is_well_formed(all_of_it(raw))
        except Exception:
            broken += 1
            traceback.print_exc(limit=-3)
            Path(f"fuzz-{hashlib.sha256(raw).hexdigest()[:12]}.eml").write_bytes(raw)
        took = time.perf_counter() - start
        slowest = max(slowest, (took, raw))
        tried += 1
        parts += sum(1 for _ in walk(read_structure(raw)[0]))
    print(f"{tried} mails, {parts} parts, {broken} broken, slowest {slowest[0]:.2f} s for {len(slowest[1])} bytes")
    if slowest[0] > TOO_LONG / 10:
        Path("fuzz-slowest.eml").write_bytes(slowest[1])
    return 1 if broken or slowest[0] > TOO_LONG else 0


if __name__ == "__main__":
    sys.exit(main())
