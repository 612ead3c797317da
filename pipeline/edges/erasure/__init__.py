"""What the journal holds of a case that is to be erased, and how that is taken out without a trace of it."""
