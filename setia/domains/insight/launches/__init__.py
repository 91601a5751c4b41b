"""What something new may sell: planned from what products like it sold, kept, and compared with what came true."""
