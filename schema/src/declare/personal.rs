//! What identifies a person, judged beside the field that holds it.

entity::codes! {
    /// What a field tells of a person (loại dữ liệu cá nhân).
    pub enum PersonalKind {
        /// The name of a person or household where it is not published: proposed for an award, or as an exemplar (họ tên).
        FullName = "FULL_NAME",
        /// The year of birth (năm sinh).
        Birth = "BIRTH",
        /// Digits of the citizen id (số định danh cá nhân).
        CitizenId = "CITIZEN_ID",
        /// Title or job, which tells namesakes apart (chức vụ, nghề nghiệp).
        Occupation = "OCCUPATION",
        /// What the person has done, told so that they are known by it (thành tích, câu chuyện).
        Deeds = "DEEDS",
        /// Somebody who acts in an office: a signer, a member of the Council, a user (người thi hành công vụ).
        Official = "OFFICIAL",
        /// A name that is published, by a decision or with consent (tên được công bố).
        Published = "PUBLISHED",
    }
}

impl PersonalKind {
    /// Whether a read of it by another organisation is put in the trail: all but what people are known by in office, and what
    /// everybody may read.
    #[must_use]
    pub const fn is_recorded(self) -> bool {
        match self {
            Self::FullName | Self::Birth | Self::CitizenId | Self::Occupation | Self::Deeds => true,
            Self::Official | Self::Published => false,
        }
    }
}
