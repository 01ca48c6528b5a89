"""★ ``kvalitetsbot demo``: the real service against a real mail server on this machine, with invented mails."""
