"""A notice put into words, and the words into the bytes of a mail."""
