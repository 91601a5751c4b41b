"""What says that a name is that of a company, and tells nothing about which: GmbH, PT, SARL, Inc."""

from __future__ import annotations

FORMS = frozenset(
    """
    inc incorporated corp corporation co company llc llp lp plc ltd limited pllc pty
    gmbh mbh ag kg kgaa ohg gbr ug ek se
    sarl sas sasu sa eurl snc scop sci scs gie
    pt cv tbk ud fa persero perum yayasan koperasi
    bv nv spa srl sl slu ab oy oyj as asa aps a s kk sdn bhd pte lda
    """.split()  # noqa: SIM905
)
LINKS = frozenset("and und et dan the le la les der die das of de du des".split())  # noqa: SIM905


def core_words(words: list[str]) -> list[str]:
    """The words of a folded company name without its legal form; all of them if nothing else is left."""
    core = [word for word in words if word not in FORMS and word not in LINKS]
    return core or words


def form_of(words: list[str]) -> str:
    return " ".join(sorted(word for word in words if word in FORMS))
