"""★ What every command begins with: its configuration and its database."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import Store


class CommandError(Exception):
    """The call is wrong, or what it needs is not there: one sentence, exit status 2."""


def config_of(args: argparse.Namespace) -> "Config":
    """Raises ``ConfigError``."""
    from bot.config import load
    from bot.data import locate

    return load(locate(args.config))


def store_of(config: "Config", *, create: bool = False) -> "Store":
    """The database, migrated. Raises ``StoreError``, whose sentence says what to do."""
    from bot.store import Store

    return Store(config.database, create=create)
