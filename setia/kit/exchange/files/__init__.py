"""Files as they arrive: judged by content, read row by row."""

from setia.kit.exchange.files.judging import Layout, Unreadable
from setia.kit.exchange.files.reading import Batch, Position
from setia.kit.exchange.files.sheet import Origin, Sample, Sheet, look

__all__ = ["Batch", "Layout", "Origin", "Position", "Sample", "Sheet", "Unreadable", "look"]
