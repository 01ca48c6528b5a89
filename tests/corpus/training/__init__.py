"""Layout families for training, besides those of ``tests.corpus.blocks``."""
