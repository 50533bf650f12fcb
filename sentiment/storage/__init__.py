"""The store: one DuckDB file with reviews, predictions and what people add."""
