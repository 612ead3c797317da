"""Invented situations and a sample of every notice and document, for `caseclock check` and `caseclock preview`."""
