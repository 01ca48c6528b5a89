"""Received lines (RFC 5321 §4.4), and which of them hand a mail from one of our own hosts to another."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

_RECEIVED = re.compile(
    r"\s*(?:from\s+(?P<helo>\S+)(?P<told>(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))*)\s*)?"
    r"by\s+(?P<by>[^\s;()]+)(?P<rest>[^;]*)",
    re.IGNORECASE,
)
_IP = re.compile(r"(?<![\w.])\[?(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*:[0-9a-f:.]+)\]?", re.IGNORECASE)
_LMTP = re.compile(r"\bwith\s+LMTP", re.IGNORECASE)
#: The name in the first brackets; in later ones stands what was negotiated.
_LOOKED_UP = re.compile(r"\s*\(\s*(?:[\w.-]+@)?([a-z0-9_.-]+\.[a-z0-9_-]+)\.?(?=[\s\[)])", re.IGNORECASE)
#: Exchange Online's own hosts talk over these, with no looked-up name (Microsoft's address list for it).
_MICROSOFT = ipaddress.ip_network("2603:1000::/24")
_HOME = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")))
#: Second-level names under which a country's registry gives out names: «firm.co.uk» is no subdomain of «co.uk».
_REGISTRY_LABELS = frozenset({"ac", "co", "com", "edu", "gov", "gob", "net", "or", "org", "mil", "ne"})


@dataclass(frozen=True, slots=True)
class Hop:
    """A Received line (RFC 5321 §4.4). ``helo``: how the other side called itself; ``told``: what was looked up."""

    helo: str | None
    told: str
    by: str
    rest: str


def read_hop(value: str) -> Hop:
    """From a value; one that cannot be read was written by nobody we know."""
    found = _RECEIVED.match(value)
    if not found:
        return Hop("?", "", "", "")
    return Hop(found["helo"], found["told"] or "", found["by"].lower().rstrip("."), found["rest"])


def is_internal(hop: Hop, domains: frozenset[str]) -> bool:
    """Whether one of our hosts got it from another of ours, by what the writing server knows for itself."""
    if hop.helo is None:  # «by 2002:a05:… with SMTP id …»: handed over inside; a line about another side names it
        return _inside(hop.by, domains) or _address(hop.by) is not None
    if not _inside(hop.by, domains) or "may be forged" in hop.told:
        return False
    ours = _inside(hop.helo, domains)
    if not hop.told:
        return ours and _LMTP.search(hop.rest) is not None
    # Exim writes the address first and the greeting in brackets: the address counts wherever it stands.
    addresses = [_address(one) for one in _IP.findall(f"{hop.helo} {hop.told}")]
    if addresses and all(one is not None and _is_home(one) for one in addresses):
        return True
    if ours and addresses and is_microsoft(domains):
        return all(one is not None and _in_microsoft(one) for one in addresses)
    looked_up = _LOOKED_UP.match(hop.told)
    return ours and looked_up is not None and _inside(looked_up[1], domains)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_home(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Private (RFC 1918, 4193) or loopback; not ``is_private``, which counts the documentation networks as well."""
    return address.is_loopback or any(address in net for net in _HOME if net.version == address.version)


def _in_microsoft(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.version == 6 and address in _MICROSOFT


def is_microsoft(names: Collection[str]) -> bool:
    """Exchange Online writes no authserv-id; «protection.outlook.com» in the configuration stands for it."""
    return any(_inside(name, frozenset({"outlook.com"})) for name in names)


def _inside(host: str, domains: Collection[str]) -> bool:
    name = host.lower().rstrip(".")
    return any(name == domain or name.endswith("." + domain) for domain in domains)


def organisation(host: str) -> str:
    """The domain under which hosts count as ours: the authserv-id's own, or its parent where that is no registry's."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and is_registry(".".join(labels[-2:])) else 2
    return ".".join(labels[-keep:]) if len(labels) > keep else host


def is_registry(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in _REGISTRY_LABELS and len(labels[1]) == 2)
