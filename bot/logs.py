"""★ The log: one line an event, ids and codes, never contents. A CPR number that slips in is masked on its way out."""

import logging
import sys

from bot.danish.cpr import mask_cpr

#: These log what goes over the wire at DEBUG, passwords and letters among it: never below WARNING, whatever is asked.
TALKATIVE = ("imapclient", "imaplib", "aiosmtplib", "asyncio", "msal", "urllib3", "apscheduler", "pdfminer", "mail.log")


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask_cpr(super().format(record))


def set_up(level: str) -> None:
    """Log to standard error, for the journal or a file to take up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
