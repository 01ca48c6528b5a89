"""Our letters in a real mail program: Debian's Thunderbird under Xvfb, against Dovecot and an SMTP server on loopback.

Not part of the suite (a desktop program takes a minute and a screen). To look again, and to make the pictures anew:

    apt-get install thunderbird thunderbird-l10n-da xvfb dovecot-imapd imagemagick fonts-noto-core
    pip install -e '.[dev,mailprogram]'
    python -m tests.mailprogram docs/pictures
"""
