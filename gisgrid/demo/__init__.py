"""The demo district: its loading, two years of believable history, and a live simulator."""
