//! The kinds of import, each declared once.

use std::sync::LazyLock;

use async_graphql::{Name, Value};
use entity::{
    cluster_membership::ClusterRole,
    council_member::CouncilPosition,
    import::ImportKind,
    project::ProjectKind,
    unit::{UnitKind, UnitSystem},
};

use super::column::{Column, Declared, Fields, Holds, Within, codes};

static KINDS: LazyLock<Vec<Declared>> = LazyLock::new(|| ImportKind::ALL.iter().map(|kind| declared(*kind)).collect());

/// Every kind, in the order of the code list.
pub fn all() -> &'static [Declared] {
    &KINDS
}

/// The declaration of a kind. Each kind has one, in the order of the code list.
pub fn of(kind: ImportKind) -> &'static Declared {
    let at = ImportKind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
    &KINDS[at]
}

fn declared(kind: ImportKind) -> Declared {
    match kind {
        ImportKind::Units => units(),
        ImportKind::ClusterMembers => cluster_members(),
        ImportKind::CouncilMembers => council_members(),
        ImportKind::Projects => projects(),
        ImportKind::Targets => targets(),
        ImportKind::ReportIndicators => report_indicators(),
    }
}

const fn unit(name: &'static str, vietnamese: &'static str) -> Column {
    Column::new(name, vietnamese, Holds::Unit, "SGTVT")
}

fn first_day() -> Column {
    Column::new("validFrom", "Từ ngày", Holds::Day, "01/01/2022")
        .about("The first day.", "Ngày bắt đầu hiệu lực.")
        .also(&["Ngày hiệu lực"])
        .required()
}

fn units() -> Declared {
    let columns = vec![
        Column::new("name", "Tên đơn vị", Holds::Text, "Trung tâm Phục vụ hành chính công")
            .about("The full name.", "Tên đầy đủ.")
            .required(),
        Column::new("abbreviation", "Tên viết tắt", Holds::Text, "TTPVHCC")
            .about(
                "The abbreviation used in document numbers; once for each first day.",
                "Chữ viết tắt dùng trong số, ký hiệu văn bản; không trùng.",
            )
            .required(),
        Column::new("kind", "Loại đơn vị", codes::<UnitKind>(), "DEPARTMENT")
            .about("The kind of organisation.", "Loại tổ chức.")
            .required(),
        Column::new("system", "Hệ", codes::<UnitSystem>(), "STATE")
            .about("The system it belongs to.", "Hệ tổ chức.")
            .required(),
        Column::new("parent", "Đơn vị cấp trên", Holds::Unit, "UBND")
            .about(
                "The unit above it; it may stand in a row before. Only a province has none.",
                "Đơn vị cấp trên trực tiếp; có thể là một dòng phía trên. Chỉ cấp tỉnh để trống.",
            )
            .also(&["parent.abbreviation", "parent.name", "parent.id"]),
        first_day(),
    ];
    Declared { kind: ImportKind::Units, within: Within::Nothing, columns, input: |fields, _| fields }
}

fn cluster_members() -> Declared {
    let columns = vec![
        unit("unit", "Đơn vị")
            .about("The unit.", "Đơn vị thành viên.")
            .also(&["unit.abbreviation", "unit.name", "unit.id"])
            .required(),
        Column::new("role", "Vai trò", codes::<ClusterRole>(), "MEMBER")
            .about("Its role.", "Vai trò trong cụm, khối.")
            .required(),
        first_day(),
    ];
    let input = |mut fields: Fields, cluster: &str| {
        fields.insert(Name::new("cluster"), cluster.into());
        fields
    };
    Declared { kind: ImportKind::ClusterMembers, within: Within::Cluster, columns, input }
}

fn council_members() -> Declared {
    let columns = vec![
        Column::new("name", "Họ và tên", Holds::Text, "Nguyễn Văn An").about("The name.", "Họ và tên.").required(),
        Column::new("position", "Chức danh trong Hội đồng", codes::<CouncilPosition>(), "MEMBER")
            .about("The post in the Council.", "Chức danh trong Hội đồng.")
            .also(&["Chức vụ", "Chức danh"])
            .required(),
        unit("unit", "Đơn vị")
            .about(
                "The unit they come from; they do not vote on its nominations.",
                "Đơn vị công tác; không bỏ phiếu cho hồ sơ của đơn vị này.",
            )
            .also(&["unit.abbreviation", "unit.name", "unit.id"])
            .required(),
        Column::new("subject", "Tài khoản", Holds::Text, "an.nguyen")
            .about("The subject of their token, or the name they sign in with.", "Tên đăng nhập (sub của mã truy cập).")
            .required(),
        first_day(),
    ];
    Declared { kind: ImportKind::CouncilMembers, within: Within::Nothing, columns, input: |fields, _| fields }
}

fn projects() -> Declared {
    let columns = vec![
        Column::new("title", "Tên công trình", Holds::Text, "Nâng cấp Đường tỉnh 914")
            .about("The title.", "Tên công trình, dự án, việc làm.")
            .also(&["Tên công trình, dự án"])
            .required(),
        Column::new("kind", "Loại", codes::<ProjectKind>(), "KEY_PROJECT")
            .about("The kind of work.", "Loại công trình, dự án, việc làm.")
            .also(&["Loại công trình"])
            .required(),
        unit("unit", "Đơn vị")
            .about("The unit; your own where left empty.", "Đơn vị đăng ký; để trống là đơn vị mình.")
            .also(&["unit.abbreviation", "unit.name", "unit.id"]),
        Column::new("objective", "Mục tiêu", Holds::Text, "Rút ngắn thời gian đi lại")
            .about("What it is for.", "Mục tiêu cần đạt."),
        Column::new("fieldGroup", "Nhóm lĩnh vực", Holds::FieldGroup, "")
            .about("The field of work, as the campaign names it.", "Nhóm lĩnh vực theo tên trong đợt thi đua.")
            .also(&["fieldGroup.name", "fieldGroup.id"]),
        Column::new("startsOn", "Ngày bắt đầu", Holds::Day, "01/10/2021").about("The first day.", "Ngày bắt đầu."),
        Column::new("endsOn", "Ngày kết thúc", Holds::Day, "31/05/2022").about("The last day.", "Ngày kết thúc."),
        Column::new("budget", "Kinh phí", Holds::Amount, "12500000000")
            .about("The budget in whole đồng.", "Kinh phí, tính bằng đồng.")
            .also(&["Kinh phí (đồng)"]),
        Column::new("statesNoKeyProject", "Cam kết không có công trình trọng điểm", Holds::YesOrNo, "").about(
            "That the unit has no key project, as a political task must state.",
            "Đơn vị không có công trình trọng điểm (bắt buộc với nhiệm vụ chính trị).",
        ),
    ];
    let input = |mut fields: Fields, campaign: &str| {
        fields.insert(Name::new("campaign"), campaign.into());
        fields
    };
    Declared { kind: ImportKind::Projects, within: Within::Campaign, columns, input }
}

fn measure() -> Column {
    Column::new("measure", "Đơn vị tính", Holds::Text, "km")
        .about("The unit of measure.", "Đơn vị tính.")
        .also(&["ĐVT"])
        .required()
}

fn targets() -> Declared {
    let columns = vec![
        Column::new("project", "Công trình", Holds::Project, "Nâng cấp Đường tỉnh 914")
            .about(
                "The project, a draft or returned, by its title or ID.",
                "Công trình còn là dự thảo hoặc bị trả lại, theo tên hoặc mã.",
            )
            .also(&["project.title", "project.id", "Tên công trình"])
            .required(),
        Column::new("indicator", "Chỉ tiêu", Holds::Text, "Mặt đường được nâng cấp")
            .about("What is measured; once in a project.", "Nội dung chỉ tiêu; không trùng trong một công trình.")
            .required(),
        measure(),
        Column::new("baseline", "Hiện trạng", Holds::Decimal, "0").about("The value before.", "Giá trị ban đầu."),
        Column::new("planned", "Kế hoạch", Holds::Decimal, "4,5")
            .about("The value aimed at.", "Giá trị phấn đấu.")
            .required(),
    ];
    let input = |mut fields: Fields, _: &str| {
        let project = fields.shift_remove("project").unwrap_or_default();
        part("addTargets", project, fields)
    };
    Declared { kind: ImportKind::Targets, within: Within::Campaign, columns, input }
}

fn report_indicators() -> Declared {
    let columns = vec![
        Column::new("name", "Tên số liệu", Holds::Text, "Số hộ thoát nghèo")
            .about(
                "What it tells; once in a report by each unit of measure.",
                "Nội dung số liệu; không trùng trong báo cáo.",
            )
            .also(&["Chỉ tiêu", "Nội dung"])
            .required(),
        measure(),
        Column::new("value", "Giá trị", Holds::Decimal, "1250")
            .about("The value.", "Giá trị.")
            .also(&["Số liệu"])
            .required(),
    ];
    let input = |fields: Fields, report: &str| part("addIndicators", report.into(), fields);
    Declared { kind: ImportKind::ReportIndicators, within: Within::Report, columns, input }
}

/// A change of an object by one part more.
fn part(list: &str, id: Value, fields: Fields) -> Fields {
    [(Name::new("id"), id), (Name::new(list), Value::List(vec![Value::Object(fields)]))].into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_header_means_one_column() {
        for declared in all() {
            let mut known = std::collections::BTreeSet::new();
            for column in &declared.columns {
                for header in [column.name, column.vietnamese].iter().chain(column.also) {
                    let called = declared.columns.iter().filter(|other| other.is_called(header)).count();
                    assert_eq!(called, 1, "{header} of {:?}", declared.kind);
                }
                assert!(known.insert(column.name) && !column.en.is_empty() && !column.vi.is_empty(), "{column:?}");
                assert!(!column.is_required || !column.example.is_empty(), "{column:?}");
            }
        }
    }

    #[test]
    fn headers_are_folded() {
        let name = &of(ImportKind::Units).columns[5];
        for header in ["validFrom", "VALID FROM", "valid_from", "Từ ngày", "tu ngay (*)", " TỪ  NGÀY "] {
            assert!(name.is_called(header), "{header}");
        }
        assert!(!name.is_called("ngày") && !name.is_called(""));
    }
}
