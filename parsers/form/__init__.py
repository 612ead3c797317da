"""A neutral page read as a form: from where things stand to what was answered."""

from parsers.form.reading import reading

__all__ = ["reading"]
