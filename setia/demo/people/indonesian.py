"""How people and firms in Indonesia are called; what each thing is, see the French names.

Many people have one name only.
"""

from __future__ import annotations

WOMEN = (
    "Ayu", "Anindya", "Bunga", "Citra", "Cahyani", "Dewi", "Dian", "Endang", "Fitri", "Gita", "Hana", "Indah", "Intan",
    "Kartika", "Kirana", "Larasati", "Lestari", "Maya", "Melati", "Nadia", "Nia", "Novita", "Puspita", "Putri",
    "Rahayu", "Ratna", "Rina", "Sari", "Sekar", "Sinta", "Siti", "Tari", "Utami", "Wulan", "Yuni", "Zahra",
)  # fmt: skip
MEN = (
    "Adi", "Agus", "Andika", "Arif", "Bagas", "Bambang", "Bayu", "Budi", "Cahyo", "Damar", "Dimas", "Eko", "Fajar",
    "Galih", "Gilang", "Hadi", "Hendra", "Iwan", "Joko", "Krisna", "Lukman", "Made", "Nanda", "Panji", "Prasetyo",
    "Rangga", "Rizky", "Satria", "Slamet", "Surya", "Teguh", "Tirta", "Wahyu", "Wayan", "Wisnu", "Yoga",
)  # fmt: skip
FAMILIES = (
    "Adiputra", "Anggraini", "Ardiansyah", "Arunika", "Atmaja", "Baskara", "Budiarto", "Cakrawala", "Darmawan",
    "Dwipayana", "Gunadarma", "Handoko", "Harsono", "Hartanto", "Hidayat", "Iskandar", "Jatmiko", "Kartawijaya",
    "Kusnadi", "Kusumawardani", "Laksmana", "Mahardika", "Maheswari", "Nugraha", "Nurhaliman", "Padmawijaya",
    "Pamungkas", "Permadi", "Pradipta", "Prakoso", "Pranata", "Purnama", "Rachmawan", "Ramadhan", "Santika", "Saputra",
    "Setiadi", "Siregarta", "Suryanata", "Sutrisna", "Tanuwijaya", "Wardhana", "Wibisono", "Wicaksana", "Widodari",
    "Widyasari", "Wiranata", "Yudhatama", "Zulfikran",
)  # fmt: skip
SINGLE = 0.14
CITIES = {
    "Jakarta": 12.0, "Bandung": 5.0, "Surabaya": 6.0, "Yogyakarta": 4.0, "Semarang": 2.0, "Denpasar": 5.0, "Medan": 2.0,
    "Makassar": 2.0, "Malang": 2.0, "Bogor": 2.0, "Tangerang": 2.0, "Balikpapan": 1.0, "Solo": 1.5,
}  # fmt: skip
FIRMS = {
    "cafe": {"hospitality": (
        "Kedai Kopi {word}", "Warung Kopi {family}", "Kopi {word}", "Roti {word}", "Rumah Makan {word}",
        "Kedai {family}", "Teras {word}",
    )},
    "hotel": {"hospitality": ("Hotel {word}", "Penginapan {word}", "Vila {word}", "Wisma {family}")},
    "office": {
        "services": ("{word} Konsultama", "Kantor Notaris {family}", "Arsitek {family}"),
        "marketing": ("{word} Kreatif", "{word} Media"),
        "software": ("{word} Digital",),
        "insurance": ("{word} Asuransi",),
        "real_estate": ("{word} Properti",),
    },
    "plant": {
        "manufacturing": ("{word} Tekstil", "{word} Jaya Teknik", "Percetakan {word}", "{word} Makmur"),
        "construction": ("{word} Cipta Karya",),
        "transport": ("{word} Logistik",),
    },
    "care": {
        "medical": ("Klinik {word}", "Apotek {word}", "Klinik Gigi {family}"),
        "education": ("Sekolah {word}", "Taman Kanak-kanak {word}"),
    },
    "supply": {
        "manufacturing": ("{word} Filtrasi", "{word} Karet Teknik", "Kemasan {word}"),
        "agriculture": ("Kebun Kopi {word}",),
    },
    "partner": {"construction": ("{word} Interior", "Teknik Air {word}", "{word} Dapur Utama", "Pendingin {word}")},
}  # fmt: skip
WORDS = (
    "Arumbiru", "Awanjingga", "Batulintang", "Bukitwening", "Cahyarimba", "Cempakaraya", "Dahlianusa",
    "Embunwangi", "Gelombangsari", "Gunungsenyap", "Jalakemas", "Kayulembut", "Kelanarasa", "Kenangalaut",
    "Lembahwening", "Lenterasawah", "Melodisenja", "Mutiarawana", "Nusawening", "Padikirana", "Pelitawana",
    "Rembulanraya", "Sagarawangi", "Samudrarasa", "Sawahbening", "Senandungraya", "Serojabiru",
    "Sinarlembah", "Sumberwening", "Tamanjingga", "Terataibumi", "Tirtawening", "Titiklangit", "Wangirimba",
    "Wanasari Biru", "Wulanbening",
)  # fmt: skip
FORMS = {"cafe": ("CV {}", "{}", "UD {}"), "": ("PT {}", "PT {}", "CV {}")}
GROUP = "PT {word} Holding Tbk"
TITLES = {
    "cafe": ("pemilik", "kepala barista"), "hotel": ("manajer umum", "bagian pembelian", "kepala dapur"),
    "": ("bagian umum", "bagian pembelian", "direktur", "keuangan", "sekretaris"),
}  # fmt: skip
GREETINGS = ("Bu {first}", "Pak {first}")
