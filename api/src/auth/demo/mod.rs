//! The demo: a key pair that everybody has, and one person of each role to try the system as.

use schema::viewer::{Class, Duty, Role};

use super::Person;

/// The public half of the demo key.
pub const PUBLIC_KEY: &[u8] = include_bytes!("DEMO-ONLY-public.pem");
/// The private half. It is no secret: production refuses it by its thumbprint.
pub const PRIVATE_KEY: &[u8] = include_bytes!("DEMO-ONLY-private.pem");
/// The name of the demo key (RFC 7638, SHA-256).
pub const THUMBPRINT: &str = "QgMj83NJvGqXG5PALq1oN0u33JuX8mKRC0vxPTpX7o8";

/// Key pairs that standards and tools print as examples, and people copy.
const EXAMPLES: &[&str] = &[
    "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", // RFC 8037, A.1
    "ZoMZG8441TDygtQQUowBc2sRsFGdHBb3p-Oxojzt9ac", // RFC 7515, A.3
    "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", // RFC 7517, A.1
    "19J8y7Zprt2-QKLjF2I5pVk0OELX6cY2AfaAv1LC_w8", // jwt.io
];

/// The password of every demo user. It is no secret: production lets nobody in by it.
pub const PASSWORD: &str = "đồng bằng sông Cửu Long";

/// The demo's system of another agency, by the name it is registered under.
pub const AGENCY: &str = "kbnn-chi-thuong";

/// Whether everybody has the private half of a key.
pub(super) fn is_public(thumbprint: &str) -> bool {
    thumbprint == THUMBPRINT || EXAMPLES.contains(&thumbprint)
}

/// Hours that the tokens printed at the start live.
pub const TOKEN_HOURS: i64 = 12;

/// Somebody of the demo.
#[derive(Clone, Debug)]
pub struct Somebody {
    /// The name of the token, as in `TOKEN_STANDING_BODY_HEAD`.
    pub name: &'static str,
    /// Who that is, for a person to read.
    pub label: &'static str,
    /// Whom the token is for.
    pub person: Person,
}

/// One person of each role, in the order of the workflow.
pub fn people() -> Vec<Somebody> {
    PEOPLE.iter().filter_map(somebody).collect()
}

type Row = (&'static str, &'static str, Class, Duty, &'static str, &'static str);

/// Name, label, class, duty, unit (by its abbreviation), subject.
const PEOPLE: &[Row] = &[
    (
        "STANDING_BODY_HEAD",
        "Trưởng Ban Thi đua - Khen thưởng",
        Class::StandingBody,
        Duty::Head,
        "SNV",
        "truongban.tdkt",
    ),
    (
        "STANDING_BODY_OFFICER",
        "Chuyên viên Ban Thi đua - Khen thưởng",
        Class::StandingBody,
        Duty::Officer,
        "SNV",
        "chuyenvien.tdkt",
    ),
    ("DEPARTMENT_HEAD", "Giám đốc Sở Giao thông vận tải", Class::Department, Duty::Head, "SGTVT", "giamdoc.sgtvt"),
    (
        "DEPARTMENT_OFFICER",
        "Chuyên viên Sở Giao thông vận tải",
        Class::Department,
        Duty::Officer,
        "SGTVT",
        "chuyenvien.sgtvt",
    ),
    ("DISTRICT_HEAD", "Chủ tịch UBND huyện Càng Long", Class::District, Duty::Head, "CL", "chutich.canglong"),
    (
        "DISTRICT_OFFICER",
        "Chuyên viên UBND huyện Càng Long",
        Class::District,
        Duty::Officer,
        "CL",
        "chuyenvien.canglong",
    ),
    ("ENTERPRISE_HEAD", "Giám đốc Công ty Điện lực Trà Vinh", Class::Enterprise, Duty::Head, "PCTV", "giamdoc.dienluc"),
    (
        "ENTERPRISE_OFFICER",
        "Chuyên viên Công ty Điện lực Trà Vinh",
        Class::Enterprise,
        Duty::Officer,
        "PCTV",
        "chuyenvien.dienluc",
    ),
    ("COUNCIL_MEMBER", "Ủy viên Hội đồng TĐ-KT (Sở Tài chính)", Class::Council, Duty::Member, "STC", "uyvien.stc"),
    ("COUNCIL_SECRETARY", "Thư ký Hội đồng TĐ-KT", Class::Council, Duty::Secretary, "SNV", "thuky.hoidong"),
    ("CHAIR", "Chủ tịch UBND tỉnh", Class::Chair, Duty::Head, "H59", "chutich.ubnd"),
    ("MEDIA", "Phóng viên Báo Trà Vinh", Class::Media, Duty::Officer, "BTV", "phongvien.baotv"),
    ("AGENCY", "Hệ thống chi tiền thưởng của Kho bạc Nhà nước", Class::Agency, Duty::Client, "KBNN", AGENCY),
    ("AUDITOR", "Kiểm toán viên", Class::Auditor, Duty::Auditor, "TTT", "kiemtoan.ttt"),
    ("ADMIN", "Quản trị hệ thống", Class::Admin, Duty::Admin, "STTTT", "quantri.stttt"),
];

fn somebody(&(name, label, class, duty, unit, subject): &Row) -> Option<Somebody> {
    let role = Role::new(class, duty)?;
    let client = (class == Class::Agency).then(|| subject.into());
    Some(Somebody { name, label, person: Person { subject: subject.into(), role, unit: unit.into(), client } })
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn everybody_has_a_role_that_exists() {
        assert_eq!(people().len(), PEOPLE.len());
    }
}
