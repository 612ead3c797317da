"""The duties of a case: which apply, when they start and end, where each stands."""
