"""What a price does to what is sold, by product and sector of the customers, and which prices could move."""
