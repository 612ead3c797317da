"""Counting: spans of any unit, working days, and the calendars that say which days work."""
