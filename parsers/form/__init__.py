"""A neutral page read as a form: from where things stand to what was answered."""
