"""Short and familiar forms of first names: Bill is William, Momo is Maurice, Agus is Agustinus.

Each line begins with the full name; all forms must be folded (`search.fold`). A form that stands for
several names ("alex") belongs to each of them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

ENGLISH = """
william bill billy will willy liam
robert bob bobby rob robbie bert
richard dick rick ricky rich
elizabeth liz lizzie beth betty eliza lisa libby
margaret maggie meg peggy marge greta
katherine catherine kate katie kathy cathy kat kitty
james jim jimmy jamie
john jack johnny jon
jonathan jon jonny
joseph joe joey
charles charlie chuck
edward ed eddie ted teddy ned
michael mike mick mickey
thomas tom tommy
anthony antony tony
andrew andy drew
alexander alex sandy xander
alexandra alex sandra
benjamin ben benny
christopher chris kit
christine christina chris chrissie tina
daniel dan danny
david dave davy
donald don donny
frederick fred freddy
george georgie
gregory greg
harold harry hal
henry harry hank
jennifer jen jenny
jessica jess jessie
joshua josh
kenneth ken kenny
lawrence larry laurie
leonard len lenny
matthew matt
nicholas nick nicky
patrick pat paddy
patricia pat patty trish
peter pete
philip phillip phil
rebecca becky becca
ronald ron ronnie
samuel sam sammy
samantha sam
stephen steven steve
susan sue susie
theodore ted theo
timothy tim timmy
victoria vicky tori
walter walt wally
deborah debbie deb
barbara barb babs
dorothy dot dottie
eleanor nell ellie
isabella isabel bella izzy
abigail abby
gabriel gabe
jacob jake
nathaniel nathan nate
raymond ray
stanley stan
vincent vince vinnie
zachary zach zack
"""

FRENCH = """
alexandre alex
antoine toine tonio
bernard nanard
catherine cathy
christophe chris tof
dominique dom domi
elisabeth babeth lise
emmanuel manu
emmanuelle manu
francois fanfan franz
frederic fred
frederique fred
gerard gege
guillaume guigui
isabelle isa
jacqueline jacotte
jacques jacquot
jean jeannot
jean-baptiste jb
joseph jojo
laurent lolo
madeleine mado
marguerite margot
maurice momo
maximilien max
michel mimi
nathalie nath
nicolas nico
patrick pat
philippe phil
pierre pierrot
sebastien seb
sophie soso
stephane steph
stephanie steph
sylvie syl
therese tete
thomas tom
valerie val
veronique vero
vincent vince
"""

INDONESIAN = """
abdul dul abdoel
abdurrahman abdul rahman gus dur
agustinus agus gus
ahmad achmad akhmad mad
aminah mina
andreas andre
bambang bams
budiman budi
dewi dwi
fransiskus frans
hartono tono
ignatius ignas
joko djoko jokowi
kristina tina
lestari tari
mohammad muhammad muhamad mohamad moh muh mohd
nurul nur noer
purnomo pur
rahmat rachmat
ratna ratih
siti siti
sukarno soekarno
suharto soeharto
sugeng geng
supriyadi supri yadi
suryadi surya yadi
susilo soesilo
sutrisno tris
wahyudi wahyu yudi
yohanes yohan johan
yusuf jusuf yoesoef
"""


@lru_cache(maxsize=1)
def full_names() -> dict[str, frozenset[str]]:
    """A form of a name to the full names that it may stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (ENGLISH + FRENCH + INDONESIAN).replace("-", " ").splitlines():
        full, *short = line.split() or [""]
        for form in (full, *short):
            found[form].add(full)
    return {form: frozenset(names) for form, names in found.items() if form}


def are_one_name(one: str, other: str) -> bool:
    """Whether two first names, folded, are forms of the same name."""
    names = full_names()
    return one in names and other in names and not names[one].isdisjoint(names[other])


def usual(name: str) -> str:
    """One form for all forms of a name, to look for candidates by; others are found in other ways."""
    return min(full_names().get(name, (name,)))
