"""★ The shell: the only place that makes things happen, in an order that survives a power cut.

1. ``intake`` fetches and **keeps** the raw bytes (one transaction) before anything looks inside.
2. ``pipeline`` understands (documents in a child process), calls ``flow.handle`` and composes the letters.
3. ``Store.file`` writes the records, queues the letters and marks the message handled: one transaction, all or none.
4. ``delivery`` sends what is queued; a letter's cause is unique and its Message-ID follows from the cause.
5. ``intake`` moves the message to the folder of its outcome, last; the database knows which moves are still due.

Whatever line a crash falls on, the next start finds the work where the database says it is: kept and not handled,
queued and not sent, handled and not moved. ``timed`` holds what is due by the clock, ``running`` the threads.
No ``if`` about invoices stands in this package.
"""
