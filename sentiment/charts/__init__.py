"""Result in, Plotly figure out: one module a family of charts."""
