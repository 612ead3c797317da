"""What is worked out of everything recorded and kept to save the work: it may be cleared at any time."""
