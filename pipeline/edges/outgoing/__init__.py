"""Outgoing mail over SMTP; the only room that knows smtplib."""
