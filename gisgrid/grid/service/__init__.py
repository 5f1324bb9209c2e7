"""What the grid does: locate, read, import, publish."""
