"""Programs for the people who work on gisgrid; the product needs none of them."""
