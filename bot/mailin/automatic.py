"""Is it a machine that writes? Then nobody is answered (RFC 3834 §2). What it says may count all the same: an
accounting program that mails invoices is a machine too.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.danish.text import fold
from bot.mailin.vocabulary import MailVocabulary, vocabulary_of
from bot.model.message import Address, Message

#: The header that our own letters carry; see ``bot/mailout``.
OWN_HEADER = "x-kvalitetsbot"

_LIST_HEADERS = (
    "list-id",
    "list-post",
    "list-help",
    "list-unsubscribe",
    "list-subscribe",
    "list-owner",
    "list-archive",
)
#: What vacation programs set, none of it in a standard.
_AUTOREPLY_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
)
#: MS-OXCMAIL 2.1.3.2.19: only these values speak of automatic answers.
_SUPPRESS = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
#: What ``sniff`` calls the files that an invoice comes as.
_DOCUMENTS = frozenset({"pdf", "xml", "docx", "xlsx", "odf", "zip", "jpg", "tif", "heic"})
#: A vacation message is short; a mail that quotes one is not.
_SHORT = 1_500
_NOTICE = re.compile(r"([*=~#-])\1{1,}.+\1{2,}")


def automatic_reason(message: Message, vocabulary: Mapping[str, Any] | MailVocabulary | None = None) -> str | None:
    """Why this mail must not be answered, as a code; None where a person may be answered.

    "own", "bounce", "report", "auto-submitted" (RFC 3834 §5), "auto-reply" (a vacation program's header), "list"
    (RFC 2369, 2919), "bulk" (Precedence), "response-suppress", "null-sender" (RFC 5321 §4.5.5), "daemon", "no-reply",
    "auto-reply-subject", "auto-reply-text". ``vocabulary`` is ``Rules.vocabulary``; None: the shipped one.
    """
    words = vocabulary_of(vocabulary)
    return _by_header(message) or _by_sender(message, words) or _by_words(message, words)


def is_read_by_nobody(address: str, vocabulary: Mapping[str, Any] | MailVocabulary | None = None) -> bool:
    """Whether its name says that nobody reads what is sent there («noreply@…», «postmaster@…»)."""
    words, local = vocabulary_of(vocabulary), address.rpartition("@")[0]
    return bool(words.no_reply.fullmatch(local) or words.daemons.fullmatch(local))


def is_own_letter(message: Message) -> bool:
    """Whether one of our own letters came back, whole or forwarded by a program."""
    return message.header(OWN_HEADER) is not None


def is_bounce(message: Message, vocabulary: Mapping[str, Any] | MailVocabulary | None = None) -> bool:
    """A report of non-delivery: RFC 3464, or what servers write without it."""
    words = vocabulary_of(vocabulary)
    if "delivery-status" in message.content_type or message.header("x-failed-recipients"):
        return True
    daemon = message.from_ is not None and _local_matches(message.from_, words.daemons)
    subject = fold(message.subject)
    told = any(subject.startswith(phrase) for phrase in words.bounce_subjects)
    machine = daemon or message.return_path == "" or _auto_submitted(message) is not None
    return (daemon and (told or message.return_path == "")) or (told and machine)


def is_auto_reply(message: Message, vocabulary: Mapping[str, Any] | MailVocabulary | None = None) -> bool:
    """A vacation message or a receipt for our own mail, which says nothing.

    Not every automatic mail is one: invoices from accounting programs say ``auto-generated``, and calendars answer too.
    """
    words = vocabulary_of(vocabulary)
    if message.calendar_method is not None or is_bounce(message, words):
        return False
    if "disposition-notification" in message.content_type or (_auto_submitted(message) or "").startswith(
        "auto-replied"
    ):
        return True
    if _autoreply_header(message):
        return True
    return not _has_documents(message) and _by_words(message, words) is not None


def _by_header(message: Message) -> str | None:
    if is_own_letter(message):
        return "own"
    if message.content_type.startswith("multipart/report"):
        return "bounce" if "delivery-status" in message.content_type else "report"
    if _auto_submitted(message) is not None:
        return "auto-submitted"
    if _autoreply_header(message):
        return "auto-reply"
    if any(message.header(name) is not None for name in _LIST_HEADERS):
        return "list"
    if (message.header("precedence") or "").lower() in ("bulk", "list", "junk"):
        return "bulk"
    if _SUPPRESS.search(message.header("x-auto-response-suppress") or ""):
        return "response-suppress"
    return None


def _by_sender(message: Message, words: MailVocabulary) -> str | None:
    if message.return_path == "":
        return "bounce" if is_bounce(message, words) else "null-sender"
    if message.from_ is None:
        return None
    if is_bounce(message, words):
        return "bounce"
    if _local_matches(message.from_, words.daemons):
        return "daemon"
    answerable = message.reply_to or (message.from_,)
    if all(_local_matches(address, words.no_reply) for address in answerable):
        return "no-reply"
    return None


def _without_notices(text: str) -> str:
    """Without lines set off as a notice under a signature: «*** Klinikken er lukket fra den 10. til den 14. ***»."""
    return "\n".join(line for line in text.splitlines() if not _NOTICE.fullmatch(line.strip()))


def _by_words(message: Message, words: MailVocabulary) -> str | None:
    if words.reply_subject_line.match(words.without_labels(message.subject)):
        return "auto-reply-subject"
    if len(message.new_text) > _SHORT or _has_documents(message):
        return None
    text = f" {fold(_without_notices(message.new_text))} "
    if any(f" {phrase}" in text for phrase in words.reply_phrases):
        return "auto-reply-text"
    if sum(f" {phrase}" in text for phrase in words.absence_phrases) >= 2:
        return "auto-reply-text"
    return None


def _auto_submitted(message: Message) -> str | None:
    """The keyword of Auto-Submitted; None where a person sent it (RFC 3834 §5: no header, or ``no``)."""
    value = message.header("auto-submitted")
    keyword = re.split(r"[\s;(]", value.strip().lower())[0] if value is not None else "no"
    return None if keyword in ("no", "") else keyword


def _autoreply_header(message: Message) -> bool:
    if any((message.header(name) or "no").lower() not in ("no", "false") for name in _AUTOREPLY_HEADERS):
        return True
    return (message.header("precedence") or "").lower() in ("auto_reply", "auto-reply")


def _has_documents(message: Message) -> bool:
    """Files that a person or program attached on purpose."""
    return any(not a.inline and a.sniffed in _DOCUMENTS for a in message.attachments)


def _local_matches(address: Address, pattern: re.Pattern[str]) -> bool:
    return pattern.fullmatch(address.address.rpartition("@")[0]) is not None
