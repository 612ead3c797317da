"""From the raw bytes of a mail to a message: parts, headers, character sets, the sender's own words."""
