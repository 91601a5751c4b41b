"""What comes in at the firm before it is a deal: invented enquiries, the questions asked, and who else sells coffee."""

from __future__ import annotations

from dataclasses import dataclass

QUESTIONS = (
    {"name": "Is there a budget?", "kind": "yes_no", "weight": 8},
    {"name": "How many people drink coffee?", "kind": "number", "weight": 6, "worst": 5, "best": 80},
    {"name": "When should it stand there?", "kind": "choice", "weight": 7,
     "options": "Within a month = 10\nThis quarter = 6\nSome day = 1"},
    {"name": "Does a contract with somebody else still run?", "kind": "yes_no", "weight": 4, "good_is_no": "yes"},
    {"name": "How many rooms have breakfast?", "kind": "number", "weight": 5, "worst": 10, "best": 120,
     "sector": "hospitality"},
    {"name": "What do they drink now?", "kind": "text", "weight": 0},
)  # fmt: skip

COMPETITORS = (
    {"name": "Torrecaffè", "website": "https://torrecaffe.example", "strengths": "Cheap machines",
     "weaknesses": "No service of their own"},
    {"name": "Bean & Bolt", "website": "https://beanandbolt.example", "strengths": "Fast delivery",
     "weaknesses": "Small assortment"},
    {"name": "Kopi Jaya", "website": "https://kopijaya.example", "strengths": "Known everywhere in Java",
     "weaknesses": "No water dispensers"},
)  # fmt: skip

BECAUSE = {
    "Price": "Too dear", "Chose a competitor": "Another supplier", "No budget this year": "No budget",
    "No answer any more": "No answer any more", "Delivery too late": "Too late",
    "A function was missing": "Something was missing",
}  # fmt: skip
"""The reason on the list for what was said in words."""


@dataclass(frozen=True)
class Enquiry:
    """`fate` is what has become of it by the end of the story; `answers` are those to the questions, in their order."""

    name: str
    source: str
    person: str
    company: str
    language: str
    country: str
    sector: str
    message: str
    owner: str
    fate: str
    answers: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        first, _space, last = self.person.lower().partition(" ")
        return (
            f"{first}.{last.replace(' ', '')}@{self.company.lower().replace(' ', '-') or 'mail'}.example"
            if last
            else ""
        )


EARLY = (
    Enquiry("Two machines for a new office", "Web form", "Claire Aubenas", "Atelier Brumaire", "fr", "FR", "services",
            "Nous emménageons en mars et cherchons deux machines.", "etienne", "converted",
            ("yes", "35", "Within a month", "no")),
    Enquiry("Breakfast for ninety rooms", "Fair", "Damar Wicaksono", "Hotel Senja Raya", "id", "ID", "hospitality",
            "Kami bertemu di pameran. Tolong kirim penawaran.", "bagas", "converted",
            ("yes", "120", "This quarter", "no", "90")),
    Enquiry("Water dispensers for a school", "Referral", "Maeve Tolland", "Harbour Academy", "en", "GB", "education",
            "Your colleague fitted ours at the library and we liked it.", "eleanor", "converted",
            ("yes", "60", "This quarter", "yes")),
    Enquiry("Prices for one kilo of beans", "Web form", "Joris Maubert", "", "fr", "FR", "", "Vos prix au kilo ?",
            "etienne", "unqualified", ("no", "3", "Some day", "no")),
    Enquiry("Cheap followers for your page", "Web form", "", "Growth Rocket", "en", "US", "marketing",
            "Boost your brand today!!!", "eleanor", "unqualified"),
)  # fmt: skip

LATE = (
    Enquiry("Coffee corner in a co-working space", "Campaign", "Ottilie Marchetti", "Le Hangar Neuf", "fr", "FR",
            "real_estate", "Combien pour trois étages ?", "etienne", "qualified", ("yes", "70", "This quarter", "no")),
    Enquiry("Replacement of eight old machines", "Call", "Wulan Astari", "Klinik Mekar Sehat", "id", "ID", "medical",
            "Mesin lama sering rusak.", "bagas", "working", ("yes", "45")),
    Enquiry("Machines on rent for an event", "Visit", "Rowan Fairleigh", "Fairleigh Events", "en", "GB",
            "entertainment", "Three days in May, about 400 cups a day.", "eleanor", "reopened",
            ("yes", "80", "Within a month", "no")),
    Enquiry("Espresso for a bookshop", "Web form", "Anouk Desforges", "Librairie des Quais", "fr", "FR", "retail",
            "Une petite machine, avec entretien.", "", "new"),
    Enquiry("Kantor baru di Bandung", "Web form", "Reza Hadiputra", "Studio Angin", "id", "ID", "software",
            "Kami pindah kantor bulan depan.", "", "new"),
    Enquiry("Water for a building site", "Call", "Piers Ellingham", "Ellingham Build", "en", "GB", "construction",
            "Can you deliver to a site without an address?", "eleanor", "assigned"),
)  # fmt: skip

MADE = 2 * sum(enquiry.fate == "converted" for enquiry in (*EARLY, *LATE))
"""Parties made of enquiries: a person each, and the company they work for."""
