"""Static files under names that carry their hash, compressed once, so that browsers keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_IMPORTS = (
    r"""(?P<matched>(?P<head>\b(?:import|export)\b[^"';]*)["'](?P<url>\./[^"']+)["'];)""",
    '%(head)s"%(url)s";',
)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's manifest storage that also follows the import lines of our own modules, and of no others.

    Django's own switch for JavaScript imports reads every installed package's scripts and stops at the
    first one that only looks like a module. Import lines under ``web/js`` must end with a semicolon.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("web/js/*.js", (OUR_IMPORTS,)))

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one where nothing was collected yet (tests, development)."""
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
