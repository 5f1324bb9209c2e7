"""The demo district as files: what is real and what is synthetic is said in README.md."""
