"""★ ``[smtp]`` of the configuration as the sender wants it."""

from bot.config import Smtp
from bot.mailout.smtp import SmtpAccount
from bot.service.logins import password_of, token_of


def smtp_account(smtp: Smtp) -> SmtpAccount:
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
        rate_per_minute=smtp.rate_per_minute,
        give_up_days=smtp.give_up_days,
    )
