"""What is a photo, and who may open it: rules without input or output."""
