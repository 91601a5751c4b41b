"""What is said and done with French-speaking customers; how to read it, see the English sayings."""

from __future__ import annotations

SAYINGS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "first": (
        ("call", "out", "Premier appel avec {contact}. Pas contents de leur machine actuelle, d'accord pour une visite."),
        ("email", "in", "Demande reçue par le site : {contact} s'intéresse à {product}, livraison à {city}."),
        ("call", "in", "{contact} nous appelle sur le conseil d'un voisin. Veut un ordre de prix pour {product}."),
        ("meeting", "", "Rencontré {contact} au salon. Documentation remise ({product}), rappeler {day}."),
    ),
    "visit": (
        ("visit", "out", "Visite des locaux à {city}. Bonne pression d'eau, place pour {count} machines."),
        ("visit", "out", "Vu la cuisine avec {contact}. Eau très calcaire : il faudra un adoucisseur."),
        ("visit", "out", "Tour des deux étages avec {contact}. Environ quatre-vingts cafés par jour, surtout avant dix heures."),
    ),
    "demo": (
        ("meeting", "", "Dégustation avec {contact} et quatre collègues : {product} l'emporte nettement."),
        ("meeting", "", "Démonstration de {product} au showroom. Apprécient le silence, s'inquiètent du nettoyage."),
        ("visit", "out", "{product} laissée à l'essai deux semaines. {contact} recueille les avis."),
    ),
    "offer": (
        ("email", "out", "Offre envoyée pour {count} × {product}, installation et un an d'entretien compris."),
        ("email", "out", "Offre revue : {count} × {product}, sans le moulin, comme demandé par {contact}."),
        ("call", "out", "Passé l'offre en revue avec {contact}, ligne par ligne. Décision après la réunion de {day}."),
    ),
    "haggle": (
        ("call", "in", "{contact} a un devis moins cher et demande dix pour cent. Proposé la livraison gratuite."),
        ("call", "out", "{contact} préférerait payer en deux fois. Possible à partir de ce montant."),
        ("meeting", "", "Négociation avec {contact} : le prix tient, nous offrons un atelier barista à l'équipe."),
        ("email", "in", "Le service achats veut nos conditions de garantie par écrit avant de signer."),
    ),
    "won": (
        ("call", "in", "Accord de {contact} par téléphone. Installation souhaitée d'ici deux semaines."),
        ("email", "in", "Bon de commande signé par {contact}. Notre réponse dans l'heure a compté."),
        ("note", "", "Gagné face à deux concurrents : pas les moins chers, mais les seuls à avoir mesuré l'eau."),
    ),
    "lost": (
        ("call", "out", "{contact} m'annonce un autre choix. Sans rancune, à recontacter l'an prochain."),
        ("email", "in", "Refus courtois de {contact}. Le budget a été coupé plus haut."),
        ("note", "", "Perdu. Neuf jours pour répondre à la deuxième question, c'était trop long."),
    ),
    "stalled": (
        ("call", "out", "Troisième appel sans réponse. Message laissé à {contact}."),
        ("call", "out", "D'après {contact}, le déménagement prend du retard, et le reste avec."),
        ("email", "out", "Demandé à {contact} si l'offre pour {product} est toujours d'actualité."),
    ),
    "installed": (
        ("visit", "out", "Installation de {count} × {product}. Montré à {contact} le nettoyage du soir."),
        ("call", "out", "Une semaine après la pose : tout va bien, {contact} voudrait un double de la clé d'arrêt d'eau."),
        ("visit", "out", "Remise faite à {city}. Attention à la marche derrière la porte de service."),
    ),
    "service": (
        ("call", "in", "Fuite au groupe de gauche. Expliqué à {contact} comment changer le joint : réglé."),
        ("call", "in", "{contact} trouve un goût de chlore : cartouche dépassée de quatre mois. Envoi d'une neuve."),
        ("visit", "out", "Entretien annuel : joints et clapet de pompe changés, pression réglée à neuf bars."),
        ("email", "in", "{contact} redemande la notice de nettoyage pour deux nouveaux collègues."),
    ),
    "reorder": (
        ("email", "in", "Commande habituelle de {contact}, plus un paquet de pure origine pour goûter."),
        ("call", "out", "Rappelé les cartouches à {contact}. Commandées aussitôt."),
        ("call", "in", "{contact} à court de café une semaine plus tôt : il y a plus de monde au bureau."),
    ),
    "late": (
        ("email", "out", "Relance aimable : notre facture a deux semaines de retard."),
        ("call", "out", "La comptabilité n'avait pas reçu la facture. Renvoyée, {contact} promet un virement {day}."),
    ),
    "contented": (
        ("call", "out", "Appel des six mois : {contact} est ravi de l'ensemble, le café est cité dans leurs annonces."),
        ("visit", "out", "Passé les voir à {city}. Ils pensent à une deuxième machine pour l'atelier."),
        ("note", "", "{contact} accepte de témoigner pour {product}."),
        ("meeting", "", "Bilan annuel : consommation en hausse d'un cinquième. Préfère une livraison par mois."),
    ),
    "fading": (
        ("call", "out", "Plus de commande depuis des mois. {contact} achète son café en grande surface, « en attendant »."),
        ("email", "out", "Demandé à {contact} si quelque chose ne va pas. Pas de réponse pour l'instant."),
    ),
    "private": (
        ("email", "in", "Demande si {product} tient sous un meuble haut. Oui, à deux centimètres près."),
        ("call", "in", "Voudrait savoir tous les combien changer la cartouche avec l'eau de {city}."),
        ("email", "in", "Enchantée de la livraison rapide, et du petit mot écrit à la main."),
        ("visit", "in", "Passage au showroom {day}, trois cafés goûtés, un paquet du mélange emporté."),
    ),
    "vendor": (
        ("call", "out", "Les pompes auront deux semaines de retard. {contact} propose l'avion à ses frais."),
        ("meeting", "", "Discussion des prix avec {contact} : deux pour cent de plus en janvier, cartouches inchangées."),
        ("visit", "in", "{contact} présente la nouvelle matière des joints. À essayer sur dix machines."),
    ),
    "partner": (
        ("meeting", "", "Point trimestriel avec {contact} : trois contacts transmis, une commande."),
        ("call", "in", "{contact} a une pose à {city} et demande si nous pouvons prêter un technicien."),
    ),
}  # fmt: skip

NEXT_STEPS = {
    "Prospecting": ("Appeler pour connaître leurs besoins", "Envoyer la documentation", "Trouver qui décide"),
    "Engaging": ("Fixer la date de la dégustation", "Visiter et mesurer l'eau", "Apporter la machine d'essai"),
    "Proposal": ("Demander leur avis sur l'offre", "Envoyer l'offre revue", "Relire l'offre ensemble"),
    "Negotiation": ("Obtenir la signature", "Régler les conditions de paiement", "Appeler le service achats"),
    "Due": ("Appeler pour le renouvellement",),
    "Offered": ("Demander le contrat signé",),
}
ABOUT = (
    "Appeler avant neuf heures.", "Entrée par la cour, sonner deux fois.", "Facturer en fin de mois.",
    "Eau très calcaire dans tout le quartier.", "C'est la sœur du gérant qui décide.",
    "Fermé le lundi.", "Demande du lait d'avoine à chaque fois.",
)  # fmt: skip
NOBODY = "la direction"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
