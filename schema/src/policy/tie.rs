//! How the unit of whoever asks stands to the unit that an object belongs to.

entity::codes! {
    /// How your unit stands to the unit that an object belongs to (quan hệ giữa đơn vị của bạn và đơn vị có đối tượng).
    pub enum Tie {
        /// It is the same unit (đơn vị mình).
        OwnUnit = "OWN_UNIT",
        /// It lies below yours (đơn vị trực thuộc).
        Subtree = "SUBTREE",
        /// It is in a cluster or block that yours leads (thành viên cụm, khối do đơn vị mình làm trưởng).
        Cluster = "CLUSTER",
        /// None of these (không có).
        None = "NONE",
    }
}
