"""★ ``config.toml`` → frozen sections. A mistake is one sentence: file, key, why, a right example.

``sections`` are the keys with their defaults, ``loading`` turns TOML into them, ``secrets`` reads what a secret
points at. Everything else gets the section it needs, never the whole.
"""

from bot.config.loading import load
from bot.config.secrets import Secret
from bot.config.sections import Config, Folders, Inbox, Login, Reading, SecretariatConfig, ServiceConfig, Smtp
from bot.data import locate
from bot.model.errors import ConfigError

__all__ = [
    "Config", "ConfigError", "Folders", "Inbox", "Login", "Reading", "Secret", "SecretariatConfig", "ServiceConfig",
    "Smtp", "load", "locate",
]  # fmt: skip
