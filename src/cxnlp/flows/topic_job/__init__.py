"""How topics are found in a run or a table, and what their folder holds and tells."""
