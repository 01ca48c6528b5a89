"""The one normaliser: Danish text, names, dates, clock times, amounts, payment means, CVR and CPR numbers.

Pure functions from text to values. Finders never raise, whatever the text, run in linear time, and return
places (offsets counted from 0, ``end`` exclusive) so that ``text[found.start:found.end] == found.text``. What
a value *means* (which date is the due date) is decided by those who read documents; nothing here knows an
invoice.
"""
