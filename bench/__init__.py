"""Measures Setia as a user meets it: a company of any size, the real server, requests over HTTP."""
