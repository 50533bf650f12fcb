"""What the product can do: one function an order, for pages and command line alike."""
