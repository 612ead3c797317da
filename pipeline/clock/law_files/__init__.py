"""The law as typed values, read from the dated and cited files in `law/`."""
