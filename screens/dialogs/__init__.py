"""Small questions over a screen: each is awaited and gives its answer."""
