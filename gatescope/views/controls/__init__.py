"""Controls that several views and bars use: they hold no data of a network."""
