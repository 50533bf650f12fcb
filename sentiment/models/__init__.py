"""Models that give three probabilities to a text: the embedded one and those of the hub."""
