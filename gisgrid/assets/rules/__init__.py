"""How people's words for a place are read and compared with names; no input, no output."""
