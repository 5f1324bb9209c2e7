"""What dispatch does, one thing that a person or a job asked for at a time."""
