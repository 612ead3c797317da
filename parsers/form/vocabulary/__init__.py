"""Every word list of printed labels, and what reads it."""
