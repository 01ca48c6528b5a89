"""``python -m tests.mailprogram FOLDER [REPLIES]``: a meeting is booked, moved and called off, and a member looks.

FOLDER gets the pictures; REPLIES, where it is given, the answers that Thunderbird sent, byte for byte. What Thunderbird
says of each letter, and what the bot makes of each answer, is checked on the way and printed.
"""

import argparse
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.danish.dates import format_day
from bot.danish.holidays import holiday
from bot.model.letter import ComposedLetter
from bot.model.zone import COPENHAGEN
from bot.service.pipeline import Handled
from tests.mailprogram.thunderbird import Account, Thunderbird
from tests.meetings.desk import AASE, BO, Desk, desk
from tests.servers.dovecot import Dovecot
from tests.servers.sink import SmtpSink

PASSWORD = "hemmelig-Kode7"
ACCEPT, UPDATE, DELETE = "imipAcceptButton", "imipUpdateButton", "imipDeleteButton"


def main(pictures: Path, replies: Path | None) -> None:
    for folder in (pictures, *([replies] if replies else [])):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        (folder / "desk").mkdir()
        (folder / "program").mkdir()
        with Dovecot({BO: PASSWORD}) as server, SmtpSink() as sink, desk(folder / "desk") as at:
            account = Account("Bo Holm", BO, PASSWORD, server.port, sink.port)
            with Thunderbird(account, folder / "program") as program:
                Story(at, server, sink, program, pictures, replies).tell()


class Story:
    def __init__(
        self, at: Desk, server: Dovecot, sink: SmtpSink, program: Thunderbird, pictures: Path, replies: Path | None
    ) -> None:
        self.at, self.server, self.sink, self.program = at, server, sink, program
        self.pictures, self.replies = pictures, replies
        # A working day's morning: at night the members would hear of it later.
        at.now = datetime.now(COPENHAGEN).replace(hour=10, minute=0, second=0, microsecond=0)
        while at.now.weekday() > 4 or holiday(at.now.date()) is not None:
            at.now += timedelta(days=1)
        self.day = _thursday(at.now.date() + timedelta(days=60))
        self.later = _thursday(self.day + timedelta(days=7))

    def tell(self) -> None:
        booking = f"Hej EKM. Vi mødes {format_day(self.day)} kl. 17-20 på Hotel Fjorden, Havnevej 1, 8000 Aarhus C."
        self._open(self.at.post(AASE, f"{booking} Emnet er knæ. Åse"), {ACCEPT})
        self._look("invitation")
        self.program.press(ACCEPT)
        self._answered("accepted", "ACCEPTED")
        self._in_calendar(self.day, "17", "calendar")
        moved = f"Mødet flyttes til {format_day(self.later)} kl. 18-21, samme sted."
        self._open(self.at.post(AASE, moved), {ACCEPT})
        self._look("update")
        self.program.press(ACCEPT)
        self._answered("accepted-again", "ACCEPTED")
        self._in_calendar(self.later, "18", "moved")
        self._open(self.at.post(AASE, f"Vi må desværre aflyse mødet {format_day(self.later)}."), {DELETE})
        self._look("cancelled")
        self.program.press(DELETE)
        assert self.program.events() == [], self.program.events()

    def _open(self, handled: Handled, expected: set[str]) -> None:
        letter = _to_bo(handled)
        self.server.deliver(BO, letter.raw)
        self.program.show_mail()
        bar = self.program.open_mail(letter.message_id)
        print(f"{letter.template}: «{bar['says']}» {', '.join(bar['buttons'])}")
        assert expected <= set(bar["buttons"]), bar

    def _look(self, name: str) -> None:
        self.program.picture(self.pictures / f"thunderbird-{name}.png")

    def _answered(self, name: str, partstat: str) -> None:
        reply = self.sink.accepted[-1].content
        assert self.sink.accepted[-1].rcpt_tos == ("netvaerk@ekm.example",)
        if self.replies is not None:
            (self.replies / f"thunderbird-{name}.eml").write_bytes(reply)
        handled = self.at.take(reply, BO)
        assert [a.partstat for a in handled.decision.answers if a.applied] == [partstat], handled.decision
        assert self.at.answers()[BO] == partstat
        print(f"its answer: {handled.decision.kind}, {partstat}, {len(handled.letters)} letters of ours in return")

    def _in_calendar(self, day: date, hour: str, name: str) -> None:
        (event,) = self.program.events()
        assert event["start"] == f"{day:%Y%m%d}T{hour}0000", event
        assert event["zone"] == "Europe/Copenhagen", event
        assert event["answer"] == "ACCEPTED", event
        print(f"its calendar: {event['title']}, {event['start']}, {event['place']}, SEQUENCE {event['sequence']}")
        self.program.show_calendar(day.isoformat())
        self._look(name)


def _to_bo(handled: Handled) -> ComposedLetter:
    (letter,) = (x for x in handled.letters if any(a.address == BO for a in x.to))
    return letter


def _thursday(first: date) -> date:
    """The first from then on that is no holiday."""
    day = first + timedelta(days=(3 - first.weekday()) % 7)
    while holiday(day) is not None:
        day += timedelta(days=7)
    return day


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("replies", type=Path, nargs="?")
    given = parser.parse_args()
    main(given.folder, given.replies)
