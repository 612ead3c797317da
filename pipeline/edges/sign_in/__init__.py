"""Being let in by a mail server: secrets, tokens, Microsoft 365, verified TLS."""
