"""★ A letter that can't be made holds no other up: staff are told of it, and it is tried again at the next look."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.model.alarm_context import LetterUnwritten
from bot.model.errors import ConfigError
from bot.model.letter import Letter
from bot.model.letter_context import context_of
from bot.model.message import Address
from bot.model.zone import COPENHAGEN
from bot.service.surroundings import Surroundings
from bot.service.trouble import innermost, is_the_machines

log = logging.getLogger("kvalitetsbot.unwritten")

TEMPLATE = "staff_letter_unwritten"


class Unwritten:
    """What to say of letters that failed. Told by the log once a start, by letter once a day: for one template's one
    error, however many letters it hinders.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._logged: set[str] = set()

    def instead(
        self, error: Exception, secretariat: str, template: str, now: datetime, meeting_id: str | None = None
    ) -> Letter:
        """The letter to the secretariat's staff. ``template``: or what kind of letters, where none was chosen yet.

        Raises ``error`` where it is the machine's: then nothing is wrong with the letter, and waiting is right.
        """
        if is_the_machines(error):
            raise error
        fault = error.file if isinstance(error, ConfigError) else f"{type(error).__name__} {innermost(error)}"
        if (key := f"{secretariat}:{template}:{fault}") not in self._logged:
            self._logged.add(key)
            log.error("unwritten template=%s meeting=%s error=%s", template, meeting_id, fault)
        told = str(error) if isinstance(error, ConfigError) else fault
        staff = self._around.config.secretariat[secretariat].staff
        return Letter(
            cause=f"unwritten:{key}:{now.astimezone(COPENHAGEN).date()}",
            template=TEMPLATE,
            secretariat=secretariat,
            to=tuple(Address(a.lower()) for a in staff),
            context=context_of(LetterUnwritten(self._around.lines(secretariat, now), template, told, meeting_id)),
            auto_submitted="auto-generated",
        )

    def or_told(
        self,
        letters: Iterable[Letter],
        secretariat: str,
        template: str,
        now: datetime,
        meeting_id: str | None = None,
    ) -> Iterator[Letter]:
        """The letters; where one can't be worked out, those before it, and the letter to staff."""
        try:
            yield from letters
        except Exception as error:  # noqa: BLE001 - whatever it is, other letters go on
            yield self.instead(error, secretariat, template, now, meeting_id)
