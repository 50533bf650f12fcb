"""From the bytes of an export to reviews: every row kept, or refused with its reason."""
