"""The nouns: frozen values that everything else passes around. Imports nothing else of the program."""
