"""The leak matrix: every noun, every ready-made role, every face, made from the registry.

What somebody may not see, a record or a field, is marked with words and numbers that occur nowhere
else. Every face is asked everything there is to ask, and none of its answers may hold a mark.
"""
