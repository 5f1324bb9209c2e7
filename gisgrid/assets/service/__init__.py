"""What the assets do: load, join to the grid, find a place by its name."""
