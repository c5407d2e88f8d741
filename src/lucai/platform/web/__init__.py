"""Pages: requests, forms, components. Knows no procurement."""
