"""The dashboard's pages: they ask workflows and draw charts, and decide nothing themselves."""
