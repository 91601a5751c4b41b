"""From rows of texts to changes of records, a batch at a time and column by column."""
