"""A person at the secretariat who tells the program what to do by mail.

Recognised and left in the inbox: acting on mail needs proof of who wrote it, and that is not built. No word of it
is obeyed.
"""

import re

from bot.danish.text import fold
from bot.kinds.filing import left_in_inbox
from bot.kinds.request import Request
from bot.model.decision import Decision


def recognise(request: Request) -> bool:
    """From a staff address, with a verb at the start of what was written now."""
    message, world = request.message, request.world
    staff = {address.lower() for address in (world.staff or {}).get(message.secretariat, ())}
    if request.is_about_money or message.from_ is None or message.from_.address not in staff:
        return False
    first = {fold(word) for line in message.new_text.splitlines() for word in re.findall(r"^\W*(\w+)", line)}
    return not first.isdisjoint(fold(verb) for verb in request.wording["command"]["verbs"])


def decide(request: Request) -> Decision:
    return left_in_inbox(request, "command")
