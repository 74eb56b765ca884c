"""Flows: one module per verb of the command line, callable from Python."""
