"""Books of cells, and lowered documents as on paper → Excel workbooks; filled workbooks → the values of their fields."""
