//! Projects of the armed forces and of inspection.

use super::{KEY, Life, MOVEMENT, Project, TASK, WORK};

pub(super) const PROJECTS: &[Project] = &[
    Project {
        unit: "CAT",
        kind: KEY,
        group: 4,
        title: "Cấp căn cước công dân gắn chip và làm sạch dữ liệu dân cư",
        objective: "Phục vụ Đề án 06 và cải cách thủ tục hành chính.",
        span: ("2021-08-10", "2022-03-31"),
        budget: 5_600,
        goals: &[("Công dân được cấp căn cước gắn chip", "nghìn người", "430", "760", "772")],
        on: "2021-08-20",
        life: Life::Verified(
            &[
                ("2021-10-18", 60, "Cấp 598 nghìn thẻ; 40 tổ lưu động xuống ấp."),
                ("2021-12-30", 85, "Cấp 701 nghìn thẻ."),
                ("2022-03-08", 100, "Cấp 772 nghìn thẻ; dữ liệu dân cư sạch 99,4%."),
            ],
            "Số liệu của Cục Cảnh sát quản lý hành chính về trật tự xã hội ngày 10/3/2022.",
        ),
    },
    Project {
        unit: "CAT",
        kind: MOVEMENT,
        group: 4,
        title: "Phong trào \"Camera an ninh, ánh sáng đường quê\"",
        objective: "Xã hội hóa camera và đèn đường ở ấp, khóm phức tạp.",
        span: ("2021-09-01", "2022-06-15"),
        budget: 4_100,
        goals: &[("Mắt camera lắp đặt", "mắt", "860", "1600", "")],
        on: "2021-09-02",
        life: Life::Running(&[("2021-12-16", 55, "Lắp thêm 402 mắt."), ("2022-04-09", 85, "Lũy kế 1.470 mắt.")]),
    },
    Project {
        unit: "BCHQS",
        kind: KEY,
        group: 4,
        title: "Doanh trại khu cách ly tập trung và nhà công vụ Trung đoàn 926",
        objective: "Tiếp nhận công dân trở về địa phương, giữ vững sẵn sàng chiến đấu.",
        span: ("2021-08-12", "2022-05-30"),
        budget: 19_500,
        goals: &[("Chỗ ở cách ly bảo đảm tiêu chuẩn", "chỗ", "300", "1200", "1200")],
        on: "2021-08-25",
        life: Life::Claimed(
            &[
                ("2021-10-20", 65, "Đủ 900 chỗ, phục vụ 5.300 lượt công dân."),
                ("2022-03-20", 100, "Đủ 1.200 chỗ; bàn giao nhà công vụ."),
            ],
            "Biên bản bàn giao của Cục Hậu cần Quân khu 9.",
        ),
    },
    Project {
        unit: "BĐBP",
        kind: WORK,
        group: 4,
        title: "\"Nâng bước em tới trường\" và tủ thuốc quân dân y ven biển",
        objective: "Chăm lo con em ngư dân nghèo ở 5 đồn biên phòng.",
        span: ("2022-03-01", "2022-06-30"),
        budget: 420,
        goals: &[("Học sinh được đỡ đầu", "em", "18", "40", "")],
        on: "2022-04-12",
        life: Life::Draft,
    },
    Project {
        unit: "TTT",
        kind: TASK,
        group: 6,
        title: "Giải quyết dứt điểm khiếu nại, tố cáo tồn đọng và thanh tra công vụ",
        objective: "Không để phát sinh điểm nóng trước ngày kỷ niệm.",
        span: ("2021-08-16", "2022-06-30"),
        budget: 0,
        goals: &[("Vụ việc tồn đọng được giải quyết", "vụ", "0", "22", "")],
        on: "2021-09-10",
        life: Life::Running(&[("2021-12-23", 45, "Giải quyết 10/22 vụ."), ("2022-04-12", 75, "Giải quyết 17/22 vụ.")]),
    },
];
