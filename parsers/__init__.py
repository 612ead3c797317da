"""Bytes in, a reading (or a refusal) out; knows no case, no clock and no mailbox."""
