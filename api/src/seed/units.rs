//! The units of Trà Vinh as of August 2021.
//!
//! Abbreviations are those that documents carry. Where a unit became what it is on a day that is known it has that day;
//! the others begin on the day this record begins.

/// The abbreviation of the province's People's Committee, as in `68/KH-UBND`.
pub(super) const PROVINCE: &str = "UBND";
/// Its name.
pub(super) const PROVINCE_NAME: &str = "Ủy ban nhân dân tỉnh Trà Vinh";
/// The province was re-established in May 1992.
pub(super) const PROVINCE_SINCE: &str = "1992-05-01";
/// The first day of the record, for units whose own day is not told here.
const RECORD_BEGINS: &str = "2020-01-01";

/// A unit directly below the province.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// The abbreviation.
    pub(super) abbreviation: &'static str,
    /// The full name.
    pub(super) name: &'static str,
    /// The kind.
    pub(super) kind: &'static str,
    /// The system.
    pub(super) system: &'static str,
}

impl Unit {
    /// The name of the unit in the names of its people.
    pub(super) fn slug(&self) -> String {
        let told = SLUGS.iter().find(|(abbreviation, _)| *abbreviation == self.abbreviation);
        told.map_or_else(|| self.abbreviation.to_lowercase().replace('đ', "d"), |(_, slug)| (*slug).to_owned())
    }

    /// The first day.
    pub(super) fn since(&self) -> &'static str {
        SINCE.iter().find(|(abbreviation, _)| *abbreviation == self.abbreviation).map_or(RECORD_BEGINS, |(_, day)| day)
    }
}

/// Districts whose form in 2021 has a day of its own.
const SINCE: &[(&str, &str)] = &[
    ("TPTV", "2010-03-04"), // Nghị quyết 11/NQ-CP
    ("TXDH", "2015-05-15"), // Nghị quyết 934/NQ-UBTVQH13
    ("DH", "2015-05-15"),
];

/// Units whose people carry another name than the abbreviation.
const SLUGS: &[(&str, &str)] = &[
    ("CL", "canglong"),
    ("CK", "cauke"),
    ("TC", "tieucan"),
    ("CT", "chauthanh"),
    ("CN", "caungang"),
    ("TCU", "tracu"),
    ("DH", "duyenhai"),
    ("TXDH", "txduyenhai"),
    ("TPTV", "tptravinh"),
    ("PCTV", "dienluc"),
    ("BTV", "baotv"),
];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Unit> {
    UNITS.iter()
}

/// The unit of an abbreviation.
pub(super) fn find(abbreviation: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.abbreviation == abbreviation)
}

const fn department(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "DEPARTMENT", system: "STATE" }
}

const fn district(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "DISTRICT", system: "STATE" }
}

const fn front(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "MASS_ORGANISATION", system: "FRONT_MASS" }
}

const fn association(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "ASSOCIATION", system: "FRONT_MASS" }
}

const fn party(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "PARTY_BODY", system: "PARTY" }
}

const fn armed(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "ARMED_FORCES", system: "STATE" }
}

const fn central(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "CENTRAL_AGENCY", system: "STATE" }
}

const fn enterprise(abbreviation: &'static str, name: &'static str) -> Unit {
    Unit { abbreviation, name, kind: "ENTERPRISE", system: "ENTERPRISE" }
}

const UNITS: &[Unit] = &[
    department("VPUBND", "Văn phòng Ủy ban nhân dân tỉnh"),
    department("SNV", "Sở Nội vụ"),
    department("STP", "Sở Tư pháp"),
    department("SKHĐT", "Sở Kế hoạch và Đầu tư"),
    department("STC", "Sở Tài chính"),
    department("SCT", "Sở Công Thương"),
    department("SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    department("SGTVT", "Sở Giao thông vận tải"),
    department("SXD", "Sở Xây dựng"),
    department("STNMT", "Sở Tài nguyên và Môi trường"),
    department("STTTT", "Sở Thông tin và Truyền thông"),
    department("SLĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
    department("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
    department("SKHCN", "Sở Khoa học và Công nghệ"),
    department("SGDĐT", "Sở Giáo dục và Đào tạo"),
    department("SYT", "Sở Y tế"),
    department("TTT", "Thanh tra tỉnh"),
    department("BDT", "Ban Dân tộc"),
    department("BQLKKT", "Ban Quản lý Khu kinh tế Trà Vinh"),
    department("ĐHTV", "Trường Đại học Trà Vinh"),
    Unit { kind: "MEDIA", ..department("ĐPTTH", "Đài Phát thanh và Truyền hình Trà Vinh") },
    Unit { kind: "MEDIA", system: "PARTY", ..department("BTV", "Báo Trà Vinh") },
    district("TPTV", "Thành phố Trà Vinh"),
    district("TXDH", "Thị xã Duyên Hải"),
    district("CL", "Huyện Càng Long"),
    district("CK", "Huyện Cầu Kè"),
    district("TC", "Huyện Tiểu Cần"),
    district("CT", "Huyện Châu Thành"),
    district("CN", "Huyện Cầu Ngang"),
    district("TCU", "Huyện Trà Cú"),
    district("DH", "Huyện Duyên Hải"),
    front("UBMTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Trà Vinh"),
    front("LĐLĐ", "Liên đoàn Lao động tỉnh"),
    front("TĐTN", "Tỉnh Đoàn Trà Vinh"),
    front("HLHPN", "Hội Liên hiệp Phụ nữ tỉnh"),
    front("HND", "Hội Nông dân tỉnh"),
    front("HCCB", "Hội Cựu chiến binh tỉnh"),
    association("HCTĐ", "Hội Chữ thập đỏ tỉnh"),
    association("LMHTX", "Liên minh Hợp tác xã tỉnh"),
    association("HKH", "Hội Khuyến học tỉnh"),
    party("VPTU", "Văn phòng Tỉnh ủy"),
    party("BTCTU", "Ban Tổ chức Tỉnh ủy"),
    party("BTGTU", "Ban Tuyên giáo Tỉnh ủy"),
    party("BDVTU", "Ban Dân vận Tỉnh ủy"),
    armed("CAT", "Công an tỉnh"),
    armed("BCHQS", "Bộ Chỉ huy Quân sự tỉnh"),
    armed("BĐBP", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
    central("CTTV", "Cục Thuế tỉnh"),
    central("CTK", "Cục Thống kê tỉnh"),
    central("KBNN", "Kho bạc Nhà nước Trà Vinh"),
    central("BHXH", "Bảo hiểm xã hội tỉnh"),
    enterprise("PCTV", "Công ty Điện lực Trà Vinh"),
    enterprise("VNPT", "VNPT Trà Vinh"),
    enterprise("BĐTV", "Bưu điện tỉnh Trà Vinh"),
    enterprise("XSKT", "Công ty TNHH MTV Xổ số kiến thiết Trà Vinh"),
    enterprise("CTN", "Công ty Cổ phần Cấp thoát nước Trà Vinh"),
];
