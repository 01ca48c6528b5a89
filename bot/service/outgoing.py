"""★ ``[smtp]`` of the configuration as the sender wants it."""

from bot.config import Smtp
from bot.config.sections import DEFAULT_RATE
from bot.mailout.smtp import SmtpAccount
from bot.model.host import is_loopback
from bot.service.logins import password_of, token_of

#: A relay on this machine keeps the world's limits itself.
NO_LIMIT = 100_000


def smtp_account(smtp: Smtp) -> SmtpAccount:
    """Secrets and tokens are fetched when they are used, not here."""
    return SmtpAccount(
        host=smtp.host,
        port=smtp.port,
        user=smtp.user,
        security=smtp.security,
        auth=smtp.auth,
        secret=password_of(smtp),
        token=token_of(smtp),
        ca_file=str(smtp.ca_file) if smtp.ca_file else None,
        timeout=smtp.timeout,
        final_dot_timeout=smtp.final_dot_timeout,
        rate_per_minute=smtp.rate_per_minute or (NO_LIMIT if is_loopback(smtp.host) else DEFAULT_RATE),
        give_up_days=smtp.give_up_days,
    )
