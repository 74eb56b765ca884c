"""How a labelling job goes: its beginning, its parts, its figures, and when it has failed."""
