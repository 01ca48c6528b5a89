"""A server's name in the configuration."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether the name or address means this machine, by its form alone: DNS could say anything."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
