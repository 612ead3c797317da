"""What the questions look at: marks, references, words, assurance."""
