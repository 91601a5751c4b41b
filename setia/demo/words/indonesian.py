"""What is said and done with Indonesian-speaking customers; how to read it, see the English sayings."""

from __future__ import annotations

SAYINGS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "first": (
        ("call", "out", "Telepon pertama dengan {contact}. Kurang puas dengan mesin sekarang, bersedia dikunjungi."),
        ("email", "in", "Pertanyaan lewat situs: {contact} menanyakan {product} dan pengiriman ke {city}."),
        ("call", "in", "{contact} menelepon atas saran tetangganya. Tertarik {product}, minta kisaran harga."),
        ("meeting", "", "Bertemu {contact} di pameran. Brosur {product} sudah diberikan, telepon lagi hari {day}."),
    ),
    "visit": (
        ("visit", "out", "Kunjungan ke lokasi di {city}. Tekanan air bagus, ada tempat untuk {count} mesin."),
        ("visit", "out", "Melihat dapur bersama {contact}. Airnya sangat keras, perlu pelunak air."),
        ("visit", "out", "Keliling dua lantai dengan {contact}. Sekitar delapan puluh cangkir sehari, paling ramai pagi."),
    ),
    "demo": (
        ("meeting", "", "Cicip kopi dengan {contact} dan empat rekannya: {product} jelas paling disukai."),
        ("meeting", "", "Demo {product} di ruang pamer. Suka karena tidak berisik, khawatir soal pembersihan."),
        ("visit", "out", "{product} dititipkan untuk dicoba dua minggu. {contact} mengumpulkan pendapat."),
    ),
    "offer": (
        ("email", "out", "Penawaran dikirim: {count} × {product}, termasuk pemasangan dan perawatan setahun."),
        ("email", "out", "Penawaran diubah: {count} × {product}, tanpa penggiling sesuai permintaan {contact}."),
        ("call", "out", "Membahas penawaran baris demi baris dengan {contact}. Keputusan setelah rapat {day}."),
    ),
    "haggle": (
        ("call", "in", "{contact} punya penawaran lebih murah, minta potongan sepuluh persen. Kami tawarkan ongkos kirim gratis."),
        ("call", "out", "{contact} lebih suka membayar dua kali. Bisa untuk nilai sebesar ini."),
        ("meeting", "", "Negosiasi dengan {contact}: harga tetap, kami tambah pelatihan barista untuk tim."),
        ("email", "in", "Bagian pembelian minta syarat garansi tertulis sebelum tanda tangan."),
    ),
    "won": (
        ("call", "in", "{contact} setuju lewat telepon. Minta dipasang dua minggu lagi."),
        ("email", "in", "Surat pesanan bertanda tangan dari {contact}. Senang karena kami menjawab dalam satu jam."),
        ("note", "", "Menang dari dua pesaing: bukan termurah, tetapi hanya kami yang mengukur airnya."),
    ),
    "lost": (
        ("call", "out", "{contact} memberi tahu mereka memilih yang lain. Tetap baik-baik, hubungi lagi tahun depan."),
        ("email", "in", "Penolakan sopan dari {contact}. Anggaran dipotong dari atas."),
        ("note", "", "Kalah. Sembilan hari untuk menjawab pertanyaan kedua terlalu lama."),
    ),
    "stalled": (
        ("call", "out", "Ketiga kalinya tidak diangkat. Titip pesan untuk {contact}."),
        ("call", "out", "Kata {contact} pindah kantornya mundur, jadi semuanya ikut mundur."),
        ("email", "out", "Menanyakan {contact} apakah penawaran {product} masih diminati."),
    ),
    "installed": (
        ("visit", "out", "Pemasangan {count} × {product}. {contact} sudah diajari cara membersihkan tiap malam."),
        ("call", "out", "Seminggu setelah dipasang: lancar, {contact} minta kunci keran cadangan."),
        ("visit", "out", "Serah terima di {city}. Hati-hati anak tangga di pintu belakang."),
    ),
    "service": (
        ("call", "in", "Grup kiri menetes. {contact} dipandu mengganti karet, sudah beres."),
        ("call", "in", "{contact} bilang air berbau kaporit: filter terlambat empat bulan. Dikirim yang baru."),
        ("visit", "out", "Perawatan tahunan: karet dan katup pompa diganti, tekanan diatur sembilan bar."),
        ("email", "in", "{contact} minta lagi petunjuk pembersihan untuk dua karyawan baru."),
    ),
    "reorder": (
        ("email", "in", "Pesanan seperti biasa dari {contact}, ditambah satu bungkus single origin untuk dicoba."),
        ("call", "out", "Mengingatkan {contact} soal filter. Langsung pesan."),
        ("call", "in", "{contact} kehabisan kopi seminggu lebih cepat: kantor makin ramai."),
    ),
    "late": (
        ("email", "out", "Pengingat baik-baik: tagihan kami lewat dua minggu."),
        ("call", "out", "Bagian keuangan belum menerima tagihan. Dikirim ulang, {contact} janji transfer hari {day}."),
    ),
    "contented": (
        ("call", "out", "Telepon enam bulanan: {contact} puas, kopinya sampai disebut di iklan lowongan mereka."),
        ("visit", "out", "Mampir saat di {city}. Mereka memikirkan mesin kedua untuk gudang."),
        ("note", "", "{contact} bersedia menjadi referensi untuk {product}."),
        ("meeting", "", "Evaluasi tahunan: pemakaian naik seperlima. Lebih suka satu pengiriman per bulan."),
    ),
    "fading": (
        ("call", "out", "Berbulan-bulan tidak pesan. {contact} sekarang beli kopi di supermarket, katanya sementara."),
        ("email", "out", "Menanyakan {contact} apakah ada yang kurang berkenan. Belum dijawab."),
    ),
    "private": (
        ("email", "in", "Menanyakan apakah {product} muat di bawah lemari gantung. Muat, sisa dua sentimeter."),
        ("call", "in", "Ingin tahu berapa sering filter diganti dengan air {city}."),
        ("email", "in", "Senang sekali dengan pengiriman cepat dan kartu ucapan tulisan tangan."),
        ("visit", "in", "Datang ke ruang pamer hari {day}, mencicip tiga kopi, membawa pulang satu bungkus."),
    ),
    "vendor": (
        ("call", "out", "Kiriman pompa mundur dua minggu. {contact} menawarkan kargo udara atas biaya mereka."),
        ("meeting", "", "Bicara harga dengan {contact}: naik dua persen mulai Januari, filter tetap."),
        ("visit", "in", "{contact} memperlihatkan bahan karet baru. Akan dicoba di sepuluh mesin."),
    ),
    "partner": (
        ("meeting", "", "Rapat triwulan dengan {contact}: tiga prospek diserahkan, satu jadi pesanan."),
        ("call", "in", "{contact} ada pemasangan di {city}, bertanya apakah kami bisa meminjamkan teknisi."),
    ),
}  # fmt: skip

NEXT_STEPS = {
    "Prospecting": ("Telepon dan tanyakan kebutuhan", "Kirim brosur", "Cari tahu siapa yang memutuskan"),
    "Engaging": ("Tentukan hari cicip kopi", "Kunjungi lokasi dan ukur airnya", "Bawa mesin percobaan"),
    "Proposal": ("Tanyakan pendapat tentang penawaran", "Kirim penawaran yang diubah", "Bahas penawaran bersama"),
    "Negotiation": ("Minta tanda tangan", "Sepakati cara pembayaran", "Telepon bagian pembelian"),
    "Due": ("Telepon soal perpanjangan",),
    "Offered": ("Minta kontrak yang sudah ditandatangani",),
}
ABOUT = (
    "Sebaiknya telepon sebelum jam sembilan.", "Masuk lewat belakang, bel dua kali.", "Tagihan akhir bulan.",
    "Airnya sangat keras di seluruh jalan ini.", "Yang memutuskan adik pemilik.",
    "Tutup hari Senin.", "Selalu minta susu oat.",
)  # fmt: skip
NOBODY = "pengelola"
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")
