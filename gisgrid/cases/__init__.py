"""What people and things report, the case it becomes, and everything that happens to it."""
