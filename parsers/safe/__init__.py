"""What a file really is, and the bounds within which it is opened: size, parts, time, memory, a process apart."""
