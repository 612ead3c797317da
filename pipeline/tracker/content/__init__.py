"""What each sheet says, as canonical text by sheet, row and header."""
