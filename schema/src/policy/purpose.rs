//! What other units' personal data is read for, and on which legal basis: by duty, for the trail.

use crate::viewer::Class;

/// Purpose and legal basis of a class that reads other units' personal data; none where it has no business with it, and
/// then such a read is refused.
#[must_use]
pub const fn purpose(class: Class) -> Option<&'static str> {
    match class {
        Class::StandingBody => {
            Some("Thẩm định hồ sơ khen thưởng; Luật Thi đua, khen thưởng; Quyết định 11/2019/QĐ-UBND")
        }
        Class::Council => Some("Xét khen thưởng tại Hội đồng; Luật Thi đua, khen thưởng; Quyết định 11/2019/QĐ-UBND"),
        Class::Chair => Some("Quyết định khen thưởng; Luật Thi đua, khen thưởng; Quyết định 11/2019/QĐ-UBND"),
        Class::Auditor => Some("Kiểm tra việc khen thưởng; Luật Thanh tra"),
        Class::Department | Class::District | Class::Enterprise | Class::Media | Class::Agency | Class::Admin => None,
    }
}
