"""From the bytes of a document to what it says: ``formats`` make words with places of bytes, ``fields`` read
those.
"""
