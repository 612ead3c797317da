"""Typed values from what people write in a box: dates, ages, names, choices, contacts, NHS numbers, postcodes."""
