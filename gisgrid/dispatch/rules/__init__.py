"""What the slice decides without input or output."""
