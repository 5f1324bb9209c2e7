"""What people and machines ask of the cases."""
