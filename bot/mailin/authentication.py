"""What our own mail server found out about the sender (Authentication-Results, RFC 8601), and nothing that others
wrote.

Anybody can put such a header into a mail. Ours is told from theirs by its name and its place:

1. The authserv-id is one that is configured (``authserv_id``).
2. Servers put their lines on top. From the top down, ``Received`` lines that hand a mail from one of our own hosts to
   another are ours (hosts under the authserv-id's domain; the name in brackets, which the server looked up itself,
   must be ours too, or the address private: the name before the brackets is only what the other side said). The first
   other ``Received`` is the border: our server took the mail from outside there. **Above the border everything is
   ours**, and is believed.
3. Some servers write their result directly *under* their border line. There a forged header could stand as well, if the
   server wrote none. So a *pass* under the border is believed only where at least one of our own hosts handed the
   mail on (then the border server is a gateway that, by RFC 8601 §5, removes what bears its name), the border line
   was written by the authserv-id itself, and it is the topmost of that name. A *fail* there is believed in any case:
   nobody forges one.
4. Below the next ``Received`` nothing is ours.

And it must speak of the person whom the mail names: ``header.from`` of DMARC equal to From's domain; without DMARC,
SPF's ``smtp.mailfrom`` or DKIM's ``header.d`` equal to it, or one the parent of the other (RFC 7489 §3.1, without a
list of public suffixes: what such a list would have to decide counts as not aligned). More than one author is never
authenticated.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.danish.text import one_line
from bot.mailin.headers import RawHeaders, header_text
from bot.mailin.received import Hop, is_internal, is_microsoft, is_registry, organisation, read_hop
from bot.model.message import Address, Authentication

_MAX_VALUE = 16_384
_MAX_RECEIVED = 2_000
_PROPERTY = re.compile(
    r'(?<![a-z0-9_.-])([a-z][a-z0-9_.-]{0,40})(?:\s*/\s*\d+)?\s*=\s*("(?:[^"\\]|\\.)*"|[^\s"]+)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's result with its properties, all lower case: ("dmarc", "pass", {"header.from": "x.example"})."""

    method: str
    result: str
    properties: dict[str, str]

    def __str__(self) -> str:
        return " ".join([f"{self.method}={self.result}", *(f"{k}={v}" for k, v in self.properties.items())])


def authenticate(
    headers: RawHeaders, authors: Collection[Address], from_fields: int, authserv_ids: Collection[str]
) -> Authentication:
    """The rule is the module's. ``headers`` raw, in order: encoded words stay encoded, or one could hold a result."""
    ids = frozenset(one.lower().rstrip(".") for one in authserv_ids if one)
    above, below = _ours(headers, ids) if ids else ([], [])
    if not above and not below:
        return Authentication("none")
    if len(authors) != 1 or from_fields != 1:
        return Authentication("fail", "from=several" if authors else "from=missing")
    domain = _ascii(next(iter(authors)).domain)
    if above:
        return _judge([result for value in above for result in value], domain)
    trusted, results = below[0]
    judged = _judge(results, domain)
    return judged if trusted or judged.result == "fail" else Authentication("none")


def _ours(headers: RawHeaders, ids: frozenset[str]) -> tuple[list[list[_Result]], list[tuple[bool, list[_Result]]]]:
    """Results that stand above the border, and those directly under it with whether a pass among them is believed."""
    above: list[list[_Result]] = []
    below: list[tuple[bool, list[_Result]]] = []
    domains = frozenset(organisation(one) for one in ids)
    border: Hop | None = None
    handed_on = 0
    for name, raw in headers:
        if name == "received":
            if border is not None:
                break
            hop = read_hop(header_text(raw[:_MAX_RECEIVED]))
            if is_internal(hop, domains):
                handed_on += 1
            else:
                border = hop
        elif name == "authentication-results":
            authserv_id, results = _results(header_text(raw[:_MAX_VALUE]))
            if authserv_id not in ids and not (authserv_id == "" and is_microsoft(ids)):
                continue
            if border is None:
                above.append(results)
            elif authserv_id:
                below.append((handed_on > 0 and border.by == authserv_id, results))
    return above, below


def _results(value: str) -> tuple[str, list[_Result]]:
    """(authserv-id in lower case, "" where there is none; the results). RFC 8601 §2.2."""
    pieces = list(_split(value))
    head = pieces[0].split() if pieces else []
    if head and "=" in head[0]:
        return "", [one for piece in pieces if (one := _result(piece))]
    authserv_id = head[0].strip('"').lower().rstrip(".") if head else "-"
    return authserv_id, [one for piece in pieces[1:] if (one := _result(piece))]


def _result(piece: str) -> _Result | None:
    found = [(name.lower(), _plain(value)) for name, value in _PROPERTY.findall(piece)]
    if not found:
        return None
    (method, result), *rest = found
    return _Result(method, result, dict(reversed(rest)))


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]).lower() if value[:1] == '"' else value.lower()


def _split(value: str) -> Iterator[str]:
    """At semicolons outside quotes, comments (RFC 5322 §3.2.2) left out; one that never ends hides the rest."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "(" and not quoted:
            depth += 1
            continue
        elif char == ")" and depth and not quoted:
            depth -= 1
            out.append(" ")
            continue
        elif char == ";" and not quoted and not depth:
            yield "".join(out)
            out = []
            continue
        if not depth:
            out.append(char)
    yield "".join(out)


def _judge(results: list[_Result], domain: str) -> Authentication:
    dmarc = [one for one in results if one.method == "dmarc" and one.result in ("pass", "fail", "none")]
    # Two answers to one question: a value that was not quoted let something in. The worse one counts.
    told = next((one for wanted in ("fail", "none", "pass") for one in dmarc if one.result == wanted), None)
    if told is not None and told.result == "pass":
        of = {_domain(one.properties.get("header.from", "")) for one in dmarc}
        if of == {domain}:
            return Authentication("pass", _detail(told))
        return Authentication("none" if of == {""} else "fail", _detail(told))
    if told is not None and told.result == "fail":
        return Authentication("fail", _detail(told))
    if len(dmarc) > 1 and len({one.result for one in dmarc}) > 1:
        return Authentication("none", _detail(dmarc[0]))
    return _without_dmarc(results, domain)


def _without_dmarc(results: list[_Result], domain: str) -> Authentication:
    spf = [one for one in results if one.method == "spf"]
    dkim = [one for one in results if one.method == "dkim"]
    if len(spf) <= 1:
        for one in [*spf, *dkim]:
            if one.result == "pass" and _aligned(_identity(one), domain):
                return Authentication("pass", _detail(one))
    failed = [one for one in spf if one.result in ("fail", "softfail", "hardfail")]
    broken = [one for one in dkim if one.result in ("fail", "permerror", "policy")]
    if failed and (broken or failed[0].result != "softfail"):
        return Authentication("fail", _detail(failed[0]))
    return Authentication("none", _detail(results[0]) if results else "")


def _identity(result: _Result) -> str:
    names = ("smtp.mailfrom",) if result.method == "spf" else ("header.d", "header.i")
    return next((_domain(result.properties[name]) for name in names if name in result.properties), "")


def _domain(value: str) -> str:
    return _ascii(value.strip("<>").rpartition("@")[2].rstrip("."))


def _ascii(domain: str) -> str:
    """A-labels (RFC 5890): the server may print either form."""
    domain = domain.lower().rstrip(".")
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _aligned(one: str, other: str) -> bool:
    """Equal, or one the parent of the other and no registry's. Sisters would need the list of public suffixes."""
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (longer.endswith("." + shorter) and not is_registry(shorter))


def _detail(result: _Result) -> str:
    return one_line(str(result))[:200]
