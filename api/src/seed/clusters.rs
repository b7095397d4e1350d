//! Cụm and khối thi đua: who competes with whom. The first leads, the second is deputy.

/// A cluster of localities, or a block of agencies or enterprises.
pub(super) struct Cluster {
    /// Its kind.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Its units.
    pub(super) units: &'static [&'static str],
}

const fn localities(name: &'static str, units: &'static [&'static str]) -> Cluster {
    Cluster { kind: "LOCALITY_CLUSTER", name, units }
}

const fn block(name: &'static str, units: &'static [&'static str]) -> Cluster {
    Cluster { kind: "BLOCK", name, units }
}

/// All of them.
pub(super) const CLUSTERS: &[Cluster] = &[
    localities("Cụm thi đua số 1", &["CL", "TC", "CK", "TPTV"]),
    localities("Cụm thi đua số 2", &["CN", "TCU", "CT", "DH", "TXDH"]),
    block("Khối các cơ quan tham mưu tổng hợp", &["VPUBND", "SNV", "SKHĐT", "STC", "STP", "BDT", "CTK"]),
    block("Khối các cơ quan kinh tế", &["SGTVT", "SCT", "SNNPTNT", "SXD", "STNMT", "BQLKKT", "CTTV", "KBNN"]),
    block(
        "Khối các cơ quan văn hóa - xã hội",
        &["SGDĐT", "SYT", "SVHTTDL", "SLĐTBXH", "STTTT", "SKHCN", "ĐHTV", "ĐPTTH", "BTV", "BHXH"],
    ),
    block("Khối các cơ quan nội chính", &["CAT", "BCHQS", "BĐBP", "TTT"]),
    block("Khối các cơ quan Đảng", &["BTCTU", "BTGTU", "BDVTU", "VPTU"]),
    block(
        "Khối Mặt trận, đoàn thể và các tổ chức Hội",
        &["UBMTTQ", "LĐLĐ", "HLHPN", "HND", "TĐTN", "HCCB", "HCTĐ", "LMHTX", "HKH"],
    ),
    block("Khối các doanh nghiệp", &["PCTV", "VNPT", "BĐTV", "XSKT", "CTN"]),
];
