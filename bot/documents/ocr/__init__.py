"""Pictures of text → words with places, and how sure each reading is.

``sources`` opens files, ``upright`` and ``paper`` prepare a picture, an ``Engine`` (``rapid``, ``tesseract``) reads
its lines, ``wording`` makes words of them, ``page`` puts it together. It needs the extra ``kvalitetsbot[ocr]`` (or
Tesseract beside NumPy and OpenCV); what is there is in ``engines``.

All of it runs in a child process of its own (``documents.formats.child``): it reads strangers' bytes, and takes a
gigabyte.
"""
