"""How people and firms in France are called. All names are invented; they are put together by chance."""

from __future__ import annotations

WOMEN = (
    "Adèle", "Alix", "Anaïs", "Béatrice", "Camille", "Capucine", "Céleste", "Chloé", "Clémence", "Corinne", "Delphine",
    "Édith", "Élodie", "Estelle", "Fanny", "Florence", "Gaëlle", "Héloïse", "Inès", "Jeanne", "Justine", "Laure",
    "Léa", "Lucie", "Maëlle", "Margaux", "Mathilde", "Nadège", "Noémie", "Océane", "Pauline", "Roxane", "Sabine",
    "Solène", "Valérie", "Yasmine", "Zoé",
)  # fmt: skip
MEN = (
    "Adrien", "Antoine", "Arthur", "Bastien", "Benoît", "Cédric", "Clément", "Cyril", "Damien", "Didier", "Émile",
    "Étienne", "Fabrice", "Gaspard", "Gaël", "Guillaume", "Hugo", "Jérôme", "Julien", "Karim", "Léo", "Loïc", "Malo",
    "Mathieu", "Nicolas", "Noé", "Olivier", "Paul", "Quentin", "Raphaël", "Rémi", "Sébastien", "Tanguy", "Théo",
    "Valentin", "Yann", "Yves",
)  # fmt: skip
FAMILIES = (
    "Aubrac", "Audiberg", "Bardonnet", "Barjavel", "Beaurepas", "Belloir", "Bourdanel", "Cazelmont", "Chantreuil",
    "Chastelnay", "Clairvaux", "Combelas", "Courtemanche", "Dauberval", "Delaunois", "Desfontaines", "Duchêne",
    "Escoffraine", "Estrade", "Fabrègues", "Ferrandin", "Fontvieille", "Gaillardot", "Garandeau", "Guérinel",
    "Hautecombe", "Jacquemont", "Jolivard", "Kerbrat", "Kermadec", "Lacombelle", "Laroquette", "Lavergne", "Le Goadec",
    "Lestrange", "Maisonnoble", "Malvoisin", "Marchadier", "Mauvernay", "Montaubry", "Morvandel", "Noirmont", "Orsival",
    "Pastourel", "Peyrolles", "Poitevineau", "Quesnelle", "Ravignan", "Rochebrune", "Roussillac", "Sainclair",
    "Sauveterre", "Sorbier", "Tavernay", "Thibaudat", "Vaugrenard", "Vautrin", "Verdelet", "Villeroche", "Vuillemard",
)  # fmt: skip
CITIES = {
    "Lyon": 10.0, "Villeurbanne": 4.0, "Saint-Étienne": 3.0, "Grenoble": 4.0, "Annecy": 3.0, "Dijon": 2.0,
    "Paris": 6.0, "Marseille": 3.0, "Montpellier": 2.0, "Lille": 2.0, "Strasbourg": 1.5, "Nantes": 2.0, "Rennes": 1.0,
    "Bordeaux": 2.0, "Toulouse": 2.0, "Clermont-Ferrand": 2.0,
}  # fmt: skip

# By what a firm does, and in which sector: how it may be called. {family} and {word} are filled in.
FIRMS = {
    "cafe": {"hospitality": (
        "Café {word}", "Le Comptoir {family}", "Brûlerie {word}", "Salon de thé {word}", "Boulangerie {family}",
        "La Petite {word}", "Bistrot {family}", "Pâtisserie {word}",
    )},
    "hotel": {"hospitality": ("Hôtel {word}", "Auberge {family}", "Résidence {word}", "Hôtel de {family}")},
    "office": {
        "services": ("Cabinet {family}", "{family} & Associés", "{word} Conseil", "Notaires {family}"),
        "marketing": ("Agence {word}", "Studio {word}"),
        "software": ("{word} Numérique", "Logiciels {word}"),
        "insurance": ("Assurances {family}",),
        "real_estate": ("Immobilier {family}",),
    },
    "plant": {
        "manufacturing": ("Ateliers {family}", "{word} Industrie", "Imprimerie {word}", "Mécanique {word}"),
        "construction": ("Menuiserie {family}", "Charpentes {family}"),
        "transport": ("Transports {family}",),
    },
    "care": {
        "medical": ("Clinique {word}", "Cabinet dentaire {family}", "Pharmacie {word}", "Maison médicale {family}"),
        "education": ("Crèche {word}", "École {word}"),
    },
    "supply": {"manufacturing": ("Joints {family}", "Torréfaction {word}", "Pompes {family}", "Cartonnages {word}")},
    "partner": {"construction": ("Plomberie {family}", "Agencement {word}", "Cuisines {family}", "Froid {word}")},
}  # fmt: skip
WORDS = (
    "Aubelune", "Bellorme", "Brindazur", "Brumeline", "Canoperle", "Célivière", "Chardelle", "Clairondine",
    "Cormeluze", "Coudrielle", "Églantelle", "Embrunoise", "Estivalou", "Falvière", "Girolune", "Grandelys",
    "Hirondal", "Jonquillane", "Lanterive", "Lavanderelle", "Lucarvine", "Marelune", "Mélissane",
    "Merisandre", "Mirabourg", "Mistraline", "Ombrelune", "Orévallon", "Passerive", "Pervenelle",
    "Pontaubier", "Rivenoire", "Rosevallée", "Sarmentelle", "Sillagère", "Tillandière", "Tramontelle",
    "Vallorine", "Vervenoise", "Zéphyrelle",
)  # fmt: skip
FORMS = {"cafe": ("{} SARL", "{} EURL", "{}"), "hotel": ("{} SAS", "{} SA"), "": ("{} SARL", "{} SAS", "{} SA")}
GROUP = "Groupe {word} SA"
TITLES = {
    "cafe": ("gérant(e)", "chef de salle"), "hotel": ("direction", "intendance", "achats"),
    "": ("office manager", "achats", "direction", "services généraux", "comptabilité"),
}  # fmt: skip
GREETINGS = ("Mme {last}", "M. {last}")
