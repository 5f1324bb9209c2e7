"""What decides about areas, with no input or output: checks, the tree, datums, the plan."""
