"""How models are judged: gold tables, measures with intervals, baselines, the promotion gate."""
