//! The 106 communes, wards and townships of Trà Vinh as of 2021.
//!
//! A commune's abbreviation is its district's, a dot and its place in this list: `CL.01` is thị trấn Càng Long. They are
//! no official abbreviations: those of many communes are the same.

/// The district's abbreviation, and its communes: townships and wards first.
pub(super) const COMMUNES: &[(&str, &[&str])] = &[
    (
        "TPTV",
        &[
            "Phường 1",
            "Phường 2",
            "Phường 3",
            "Phường 4",
            "Phường 5",
            "Phường 6",
            "Phường 7",
            "Phường 8",
            "Phường 9",
            "Xã Long Đức",
        ],
    ),
    (
        "TXDH",
        &["Phường 1", "Phường 2", "Xã Long Toàn", "Xã Long Hữu", "Xã Dân Thành", "Xã Trường Long Hòa", "Xã Hiệp Thạnh"],
    ),
    (
        "CL",
        &[
            "Thị trấn Càng Long",
            "Xã Mỹ Cẩm",
            "Xã An Trường",
            "Xã An Trường A",
            "Xã Huyền Hội",
            "Xã Tân An",
            "Xã Tân Bình",
            "Xã Bình Phú",
            "Xã Phương Thạnh",
            "Xã Đại Phúc",
            "Xã Đại Phước",
            "Xã Nhị Long",
            "Xã Nhị Long Phú",
            "Xã Đức Mỹ",
        ],
    ),
    (
        "CK",
        &[
            "Thị trấn Cầu Kè",
            "Xã Hòa Ân",
            "Xã Châu Điền",
            "Xã An Phú Tân",
            "Xã Hòa Tân",
            "Xã Ninh Thới",
            "Xã Phong Phú",
            "Xã Phong Thạnh",
            "Xã Tam Ngãi",
            "Xã Thông Hòa",
            "Xã Thạnh Phú",
        ],
    ),
    (
        "TC",
        &[
            "Thị trấn Tiểu Cần",
            "Thị trấn Cầu Quan",
            "Xã Phú Cần",
            "Xã Hiếu Tử",
            "Xã Hiếu Trung",
            "Xã Long Thới",
            "Xã Hùng Hòa",
            "Xã Tân Hùng",
            "Xã Tập Ngãi",
            "Xã Ngãi Hùng",
            "Xã Tân Hòa",
        ],
    ),
    (
        "CT",
        &[
            "Thị trấn Châu Thành",
            "Xã Đa Lộc",
            "Xã Mỹ Chánh",
            "Xã Lương Hòa A",
            "Xã Lương Hòa",
            "Xã Song Lộc",
            "Xã Nguyệt Hóa",
            "Xã Thanh Mỹ",
            "Xã Hòa Lợi",
            "Xã Hòa Thuận",
            "Xã Hòa Minh",
            "Xã Long Hòa",
            "Xã Phước Hảo",
            "Xã Hưng Mỹ",
        ],
    ),
    (
        "CN",
        &[
            "Thị trấn Cầu Ngang",
            "Thị trấn Mỹ Long",
            "Xã Mỹ Long Bắc",
            "Xã Mỹ Long Nam",
            "Xã Mỹ Hòa",
            "Xã Vinh Kim",
            "Xã Kim Hòa",
            "Xã Hiệp Hòa",
            "Xã Thuận Hòa",
            "Xã Long Sơn",
            "Xã Nhị Trường",
            "Xã Trường Thọ",
            "Xã Hiệp Mỹ Đông",
            "Xã Hiệp Mỹ Tây",
            "Xã Thạnh Hòa Sơn",
        ],
    ),
    (
        "TCU",
        &[
            "Thị trấn Trà Cú",
            "Thị trấn Định An",
            "Xã Phước Hưng",
            "Xã Tập Sơn",
            "Xã Tân Sơn",
            "Xã An Quảng Hữu",
            "Xã Lưu Nghiệp Anh",
            "Xã Ngãi Xuyên",
            "Xã Kim Sơn",
            "Xã Thanh Sơn",
            "Xã Hàm Giang",
            "Xã Hàm Tân",
            "Xã Đại An",
            "Xã Định An",
            "Xã Ngọc Biên",
            "Xã Long Hiệp",
            "Xã Tân Hiệp",
        ],
    ),
    (
        "DH",
        &[
            "Thị trấn Long Thành",
            "Xã Long Khánh",
            "Xã Long Vĩnh",
            "Xã Đông Hải",
            "Xã Đôn Xuân",
            "Xã Đôn Châu",
            "Xã Ngũ Lạc",
        ],
    ),
];

#[cfg(test)]
mod test {
    use super::COMMUNES;

    #[test]
    fn there_are_106_of_them() {
        assert_eq!(COMMUNES.iter().map(|(_, communes)| communes.len()).sum::<usize>(), 106);
    }
}
