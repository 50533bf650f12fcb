"""Numbers about groups: intervals, changes, comparisons. Counts and arrays in, no database."""
