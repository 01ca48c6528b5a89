"""★ The passwords that a mail tells: tried on what of its attachments asks for one."""

from bot.documents.job import Known
from bot.mailin.passwords import find_passwords
from bot.model.message import Message


def passwords_of(message: Message, known: Known) -> tuple[str, ...]:
    """What the mail, or one passed on in it, tells as the password of its files."""
    told = (text for quoted in message.quoted for text in (quoted.subject or "", quoted.text))
    return find_passwords((message.subject, message.text, *told), known.vocabulary.get("passwords", {}))
