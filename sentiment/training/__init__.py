"""Making the embedded model: corpora, fine-tuning, vocabulary, packing."""
