"""Polytone's library: from the bytes of an export to answers with intervals."""
