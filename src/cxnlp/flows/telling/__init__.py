"""What a report tells about a run, and one row of it, read from its folders."""
