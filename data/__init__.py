"""Seeds and loaders' inputs, with provenance."""
