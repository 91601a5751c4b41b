"""How people and firms in Great Britain, Ireland and the United States are called; see the French names."""

from __future__ import annotations

WOMEN = (
    "Abigail", "Aisling", "Amara", "Beatrix", "Bridget", "Bryony", "Caitlin", "Cassandra", "Daphne", "Eleanor", "Esme",
    "Fiona", "Freya", "Georgina", "Harriet", "Hazel", "Imogen", "Isla", "Joanna", "Kerry", "Leona", "Lydia", "Maeve",
    "Marian", "Meera", "Nadine", "Niamh", "Orla", "Paige", "Philippa", "Priya", "Rhiannon", "Rosalind", "Sadie",
    "Tamsin", "Verity", "Winifred",
)  # fmt: skip
MEN = (
    "Alastair", "Angus", "Barnaby", "Callum", "Cormac", "Dashiell", "Declan", "Dominic", "Edmund", "Ewan", "Fergus",
    "Finlay", "Gareth", "Giles", "Hamish", "Hugh", "Imran", "Jasper", "Kieran", "Leander", "Lorcan", "Malcolm",
    "Marcus", "Nathan", "Niall", "Oscar", "Owen", "Percival", "Quincy", "Rafferty", "Rohan", "Rory", "Silas", "Stuart",
    "Tobias", "Wesley", "Wilfred",
)  # fmt: skip
FAMILIES = (
    "Abernale", "Ashgrove", "Barrowclough", "Beckworth", "Blackmere", "Bramhall", "Brightwell", "Calderwood", "Carrow",
    "Chetwynd", "Coldharbour", "Cotterell", "Dunmarrow", "Eastlake", "Ellingham", "Fairweather", "Fenwright",
    "Fitzgarrow", "Gillespan", "Greenhalgh", "Hartley", "Hawksworth", "Heatherington", "Holloway", "Ingleby",
    "Kettering", "Kilbracken", "Kinsale", "Lanyon", "Larkin", "Lockridge", "Mallory", "Marchbanks", "Merriweather",
    "Moorcroft", "Netherby", "Oakeshott", "O'Fallan", "Ormerod", "Penhallow", "Pennington", "Quillan", "Redfern",
    "Rosewarne", "Rutherglen", "Sandhar", "Stannard", "Strathmore", "Thackeray", "Thornbury", "Tremaine", "Underhill",
    "Varley", "Wainscott", "Westerly", "Whitcombe", "Winterbourne", "Wyndham", "Yarrow",
)  # fmt: skip
CITIES = {
    "GB": {
        "Bristol": 8.0,
        "London": 6.0,
        "Bath": 2.0,
        "Cardiff": 2.0,
        "Manchester": 3.0,
        "Leeds": 2.0,
        "Edinburgh": 3.0,
    },
    "IE": {"Dublin": 5.0, "Cork": 3.0, "Galway": 2.0},
    "US": {"Boston": 3.0, "Portland": 3.0, "Denver": 2.0, "Seattle": 2.0, "Austin": 1.5, "Chicago": 2.0},
}
FIRMS = {
    "cafe": {"hospitality": (
        "The {word} Café", "{word} Coffee House", "{family}'s Bakery", "{word} Kitchen", "{family}'s Tearoom",
        "The {word} Inn", "{word} Roastery",
    )},
    "hotel": {"hospitality": ("The {word} Hotel", "{family} House Hotel", "{word} Lodge", "{word} Guest House")},
    "office": {
        "services": ("{family} & {family2}", "{family} Partners", "{family} Architects"),
        "marketing": ("{word} Studio", "{word} Media"),
        "software": ("{word} Analytics", "{word} Software"),
        "insurance": ("{word} Insurance",),
        "real_estate": ("{family} Estates",),
    },
    "plant": {
        "manufacturing": ("{family} Engineering", "{word} Print", "{word} Packaging", "{family} & Sons"),
        "construction": ("{family} Joinery",),
        "transport": ("{word} Logistics",),
    },
    "care": {
        "medical": ("{word} Dental Practice", "{word} Medical Centre", "{family} Pharmacy"),
        "education": ("{word} Nursery School", "{word} College"),
    },
    "supply": {"manufacturing": ("{family} Seals", "{word} Pumps", "{word} Cartons", "{word} Filtration")},
    "partner": {"construction": ("{family} Plumbing", "{word} Interiors", "{family} Kitchens", "{word} Refrigeration")},
}  # fmt: skip
WORDS = (
    "Amberfold", "Anchorwick", "Aspenwick", "Bluemarrow", "Bramblemoor", "Cedarwyn", "Cloverstead",
    "Copperlow", "Curlewby", "Driftmere", "Elmscar", "Fernwhistle", "Foxlantern", "Goldmarrow",
    "Harbourwick", "Harrowmead", "Hawlantern", "Heronsby", "Juniperry", "Kestrelow", "Kingfold",
    "Lanternwick", "Larkmarsh", "Longmarrow", "Lowtarn", "Millwhistle", "Moorlantern", "Nettleby",
    "Northmarrow", "Oakwhistle", "Otterfold", "Pebblewick", "Quaymarsh", "Redlantern", "Rookmere",
    "Sandwhistle", "Silverfold", "Skymarsh", "Stonewhistle", "Thistlemere", "Tidemarrow", "Windmarsh",
    "Wrenwick",
)  # fmt: skip
FORMS = {
    "GB": {"cafe": ("{} Ltd", "{}"), "office": ("{} Ltd", "{} LLP"), "": ("{} Ltd", "{} plc")},
    "IE": {"cafe": ("{} Ltd", "{}"), "": ("{} Ltd", "{} DAC")},
    "US": {"cafe": ("{} LLC", "{}"), "": ("{} Inc.", "{} LLC")},
}
GROUP = {"GB": "{word} Group plc", "IE": "{word} Holdings plc", "US": "{word} Holdings Inc."}
TITLES = {
    "cafe": ("owner", "head barista"), "hotel": ("general manager", "purchasing", "housekeeping"),
    "": ("office manager", "purchasing", "managing director", "facilities", "accounts payable"),
}  # fmt: skip
GREETINGS = ("{first}", "{first}")
