"""What keeps one mail, a flood of them, or a store that was put back from stopping or spoiling a pass."""
