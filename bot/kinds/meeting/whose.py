"""Which of the writer's networks a mail is about."""

from bot.danish.sentences import sentences
from bot.danish.text import fold, network_tokens
from bot.kinds.meeting.understanding import pieces
from bot.kinds.meeting.writer import Writer, named_networks
from bot.kinds.request import Request
from bot.model.booking import BookingReading
from bot.model.meeting import OpenQuestion
from bot.model.register import Network


def network_of(
    request: Request, writer: Writer, reading: BookingReading, question: OpenQuestion | None
) -> Network | None:
    """The writer's one network; of several the one that the mail names, or that the question was about. None where it
    names nobody's but another coordinator's.
    """
    if _names_anothers(request, writer):
        return None
    if len(writer.networks) == 1:
        return writer.networks[0]
    message = request.message
    named = named_networks(f"{message.subject}\n{message.new_text}", writer.networks)
    if not named:
        named = named_networks(" ".join(q.text for q in message.quoted if q.kind == "forwarded"), writer.networks)
    day = reading.of_day or reading.day
    if len(named) > 1 and day is not None:
        # «Aarhus: tirsdag den 3. juni …» over «Viborg: torsdag den 10. juni …»
        rows = [s for line in message.new_text.splitlines() for s in sentences(line) if day.text in s]
        named = named_networks(" ".join(rows), writer.networks) or named
    if len(named) == 1:
        return named[0]
    of_head = _headed(request, writer)
    if len(of_head) == 1:
        return of_head[0]
    if question is not None and question.network_id is not None:
        return request.world.register.network(question.network_id)
    holding = {
        m.network_id
        for n in writer.networks
        for m in request.world.register.meetings_of(n.network_id)
        if day is not None and reading.act != "book" and m.start.date() == day.value
    }
    return next((n for n in writer.networks if n.network_id in holding), None) if len(holding) == 1 else None


def _names_anothers(request: Request, writer: Writer) -> bool:
    """«Mødet i Aarhus Nord er aflyst» by the coordinator of Aarhus Midt, who has a meeting on that day too; what they
    pass on may name another's network as well («Kvalitetsnetværk Aarhus Nord, 10 personer»).
    """
    told = [s for s in pieces(request) if s.origin != "own"]
    passed_on = "\n".join(line for s in told for line in (s.title, *s.lines, *s.foot))
    own = {n.network_id for n in writer.networks}
    for text in (f"{request.message.subject}\n{request.message.new_text}", passed_on):
        named = named_networks(text, request.world.register.networks)
        if not own.isdisjoint(n.network_id for n in named):
            return False
        if any(_is_called(n, f" {fold(text)} ") for n in named):
            return True
    return False


def _is_called(network: Network, folded: str) -> bool:
    """By its whole name, or by all that tells it from others if that is more than a town's name, as venues have too."""
    name, tokens = fold(network.name), network_tokens(network.name)
    telling = [word for word in name.split() if word in tokens]
    return f" {name} " in folded or (len(telling) > 1 and f" {' '.join(telling)} " in folded)


def _headed(request: Request, writer: Writer) -> tuple[Network, ...]:
    """The networks of the coordinator on whose behalf the secretariat writes: who is passed on, or named."""
    if writer.role != "staff":
        return ()
    message, register = request.message, request.world.register
    passed_on = {q.from_.address for q in message.quoted if q.kind == "forwarded" and q.from_ is not None}
    text = f" {fold(f'{message.subject} {message.new_text}')} "
    ids = {
        c.network_id
        for n in writer.networks
        for c in register.coordinators_of(n.network_id, message.received_day)
        if (c.email or "").lower() in passed_on or f" {fold(c.name)} " in text
    }
    return tuple(n for n in writer.networks if n.network_id in ids)
