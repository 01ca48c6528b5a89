"""``process --json``: what a mail does to meetings, as docs/interface.md has it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.model.booking import BookingReading
    from bot.model.decision import Decision
    from bot.model.meeting import MeetingAct


def meetings_of(decision: "Decision") -> dict[str, Any]:
    """``network_id``, ``meetings``, ``rsvp`` and ``asked``; empty lists are left out by the caller."""
    return {
        "network_id": decision.network_id,
        "meetings": [_meeting(act) for act in decision.meetings],
        "rsvp": [
            {"meeting_id": a.meeting_id, "attendee": a.attendee, "partstat": a.partstat, "applied": a.applied}
            for a in decision.answers
        ],
        "asked": list(dict.fromkeys(word for act in decision.meetings for word in act.asked)),
    }


def _meeting(act: "MeetingAct") -> dict[str, Any]:
    out: dict[str, Any] = {"action": act.action, "network_id": act.network_id}
    if act.meeting is not None and not act.asked:
        m = act.meeting
        out |= {
            "meeting_id": m.meeting_id, "start": m.start, "end": m.end, "venue": m.venue, "address": m.address,
            "topic": m.topic, "participants": m.participants, "catering": m.catering, "price": m.price,
            "reference": m.reference, "status": m.status, "sequence": m.sequence,
        }  # fmt: skip
    else:
        out |= {"meeting_id": act.meeting.meeting_id if act.meeting else None} | _understood(act.reading)
    return {k: v for k, v in out.items() if v is not None}


def _understood(reading: "BookingReading | None") -> dict[str, Any]:
    """Nothing that is doubted is told as a start."""
    if reading is None:
        return {}
    names = ("venue", "address", "participants", "catering", "price", "topic")
    return {n: said.value for n in names if (said := getattr(reading, n)) is not None}
