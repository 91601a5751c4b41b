"""What becomes of what was sold: shipments, goods returns, refunds, instalments, and contracts that run on."""
