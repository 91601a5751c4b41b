"""What will be sold, by product and price segment, week by week and month by month, and how far that came true."""
