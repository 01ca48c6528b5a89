"""One tick of «what is due»: ``python -m bench tick``. Goal: 1,000 networks, 4,000 meetings, 20,000 members in 200 ms
of processor time, and twice as many in twice the time.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.cli import few_collections
from bot.model.zone import COPENHAGEN
from bot.service import convening
from bot.service.surroundings import Surroundings
from bot.service.unwritten import Unwritten
from bot.store import Store, register_csv
from tests.meetings.desk import CONFIG

NOW = datetime(2026, 3, 3, 12, tzinfo=COPENHAGEN)
ROUNDS = 5


def main() -> None:
    few_collections()  # as in the program
    for networks in (250, 500, 1000):
        with tempfile.TemporaryDirectory() as folder:
            median, first = _measured(Path(folder), networks)
        print(
            f"{networks:5} networks, {networks * 4} meetings, {networks * 20} members: {median * 1000:6.1f} ms a tick"
            f" (the first {first * 1000:.0f} ms), {median / networks * 1e6:.0f} µs a network"
        )


def _measured(folder: Path, networks: int) -> tuple[float, float]:
    from bot.config import load

    (folder / "config.toml").write_text(CONFIG, "utf-8")
    write_register(folder / "register", networks)
    around = Surroundings(load(folder / "config.toml"))
    with Store(folder / "desk.sqlite", create=True) as store:
        register_csv.apply(store, register_csv.read(folder / "register"), NOW)
        with store.atomic():
            store.db.execute("UPDATE meetings SET inviting = 1")
            store.db.execute(
                "INSERT INTO invitations (meeting_id, address, name, sequence, method, sent_at)"
                " SELECT m.meeting_id, p.email, p.name, 0, 'REQUEST', '2026-01-01T00:00:00.000Z'"
                " FROM meetings AS m JOIN members AS p ON p.network_id = m.network_id WHERE m.start > '2026-03-03'"
            )
        times = []
        for _ in range(ROUNDS + 1):
            began = time.process_time()
            letters = sum(1 for _ in convening.due(around, store, Unwritten(around), NOW))
            times.append(time.process_time() - began)
            assert letters == 0, letters
    around.close()
    return statistics.median(times[1:]), times[0]


def write_register(folder: Path, networks: int, starts: Sequence[datetime] = ()) -> None:
    """``starts``: when every network meets; else four meetings each, in the months to come."""
    folder.mkdir()
    rows: dict[str, list[str]] = {
        "networks": ["network_id,name,secretariat,region,specialty"],
        "coordinators": ["network_id,name,email,phone,from,to,fee_share"],
        "members": ["network_id,ydernummer,name,clinic,email,role,from,to"],
        "meetings": ["meeting_id,network_id,start,end,venue,address,topic,mandatory_topic"],
    }
    for n in range(networks):
        rows["networks"].append(f"N{n},Kvalitetsnetværk By {n},EKM,Region Midtjylland,")
        rows["coordinators"].append(f"N{n},Navn {n}-0,p{n}-0@klinik.example,,2020-01-01,,1")
        rows["members"] += [
            f"N{n},{n * 20 + i:06},Navn {n}-{i},Klinik {i},p{n}-{i}@klinik.example,owner,2020-01-01," for i in range(20)
        ]
        spread = [NOW + timedelta(days=30 + 60 * k + n % 20, hours=5) for k in range(4)]
        for k, start in enumerate(starts or spread):
            rows["meetings"].append(
                f"M{n}-{k},N{n},{start.isoformat()},{(start + timedelta(hours=3)).isoformat()},Kroen,,Emne,"
            )
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
