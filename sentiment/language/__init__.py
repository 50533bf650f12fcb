"""Languages of texts: which they are, how to prepare them, what sets them apart."""
