"""One folder or file a format, each with `page(content)`: bytes in, the neutral page out."""
