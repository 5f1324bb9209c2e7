"""Assets: what stands in the district, whose it is, and how people name places."""
