"""Rows to look at again: who is suspected, by whom, and how reviews come and go as files."""
