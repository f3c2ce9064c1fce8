"""What people click in a workbook: check alignment, refresh, check in, close the quarter; each plans, shows, applies."""
