"""Make the synthetic part of the demo district, with a fixed seed."""
