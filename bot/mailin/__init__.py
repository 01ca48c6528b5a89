"""Mail as bytes → ``Message``: RFC 5322, MIME, conversations, who wrote it. Nothing here knows what an invoice is."""
