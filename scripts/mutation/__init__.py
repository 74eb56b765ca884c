"""Mutants: our own code with one small error each, to see whether a test notices."""
