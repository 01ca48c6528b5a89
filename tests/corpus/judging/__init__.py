"""Layout families for judging. Nothing is ever fitted on them; ``tests.corpus.families`` keeps them apart."""
