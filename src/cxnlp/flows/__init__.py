"""Flows: what the verbs of the command line do, callable from Python, and steps they share."""
