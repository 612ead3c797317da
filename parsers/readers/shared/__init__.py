"""What several readers of formats need: grids, blocks, symbols, form fields, conversion."""
