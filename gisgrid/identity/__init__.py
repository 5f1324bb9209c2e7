"""Slice."""
