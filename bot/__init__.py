"""kvalitetsbot: mail in → understand → decide → file + outbox → mail out.

``mailin`` makes a Message of bytes; ``documents`` makes words of attachments and readings of words; ``checks`` and
``kinds`` judge; ``flow.handle`` is all of that on one screen, pure. ``service`` is the shell: it keeps the bytes,
calls ``handle``, files and queues in one transaction, delivers, and moves the message last. ``store`` and ``mailout``
are its hands; ``schedule`` and ``cli`` wake it. Values are in ``model``, everything Danish in ``danish``, numbers and
words in ``rules/`` and letters in ``mailtemplates/``. Start reading at ``flow.py``, then ``service/``.
"""
