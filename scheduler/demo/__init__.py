"""The demonstration: a sample mailbox, servers inside the program, and a fortnight of an office's work."""
