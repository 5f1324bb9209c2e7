"""What dispatch asks of the database."""
