"""Meetings: what a mail says of them, their invitations and answers, reminders, the plan of the year. All of it pure.

::

    segments ──reading──► BookingReading ──changes──► which meeting ──► kinds decide
"""
