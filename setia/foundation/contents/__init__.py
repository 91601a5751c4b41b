"""Contents that people upload: kept under their checksum, known by what is in them and not by their names."""

from setia.foundation.contents.naming import Named, cleaned
from setia.foundation.contents.sniffing import Type, type_of
from setia.foundation.contents.storing import Content, forget, keep, orphans, path_of, sweep

__all__ = ["Content", "Named", "Type", "cleaned", "forget", "keep", "orphans", "path_of", "sweep", "type_of"]
