"""Cases that are erased by the office's rule: what is due, what is of them, and how all of it goes."""
