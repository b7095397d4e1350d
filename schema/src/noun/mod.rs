//! The nouns: each declared once, in a file of its own, and from that published and read.

mod agency;
mod attachment;
mod award;
mod by_unit;
mod campaign;
mod consolidation;
mod consultation;
mod council;
mod distribution;
mod document;
mod dossier;
mod exemplar;
mod export;
mod feedback;
mod honours;
mod import;
mod life;
mod organisation;
mod paper;
mod planning;
mod project;
mod publish;
mod record;
mod report;
mod scoring;
mod succession;
mod urging;
mod user;

use std::sync::LazyLock;

pub use by_unit::{CLUSTER, UNIT_KIND};
pub use honours::DuplicateKind;
pub use life::Living;
pub use publish::{page_args, payload, payload_name, register};
pub use report::{TIMELINESS, Timeliness};

use crate::declare::Noun;

/// Every noun there is.
pub struct Nouns(Vec<Noun>);

static NOUNS: LazyLock<Nouns> = LazyLock::new(|| {
    let lists = [
        organisation::nouns(),
        document::nouns(),
        distribution::nouns(),
        campaign::nouns(),
        project::nouns(),
        report::nouns(),
        consolidation::nouns(),
        dossier::nouns(),
        consultation::nouns(),
        council::nouns(),
        award::nouns(),
        scoring::nouns(),
        feedback::nouns(),
        exemplar::nouns(),
        record::nouns(),
        succession::nouns(),
        user::nouns(),
        agency::nouns(),
        attachment::nouns(),
        planning::nouns(),
        urging::nouns(),
        export::nouns(),
        import::nouns(),
    ];
    Nouns(lists.into_iter().flatten().collect())
});

impl Nouns {
    /// The nouns of this schema.
    pub fn get() -> &'static Self {
        &NOUNS
    }

    /// Every noun, in the order of declaration.
    pub fn all(&'static self) -> impl Iterator<Item = &'static Noun> {
        self.0.iter()
    }

    /// The noun of that name.
    pub fn find(&'static self, name: &str) -> Option<&'static Noun> {
        self.0.iter().find(|noun| noun.name == name)
    }

    /// The noun that a declaration names. A test walks every declaration, so a name without a noun does not land.
    pub fn noun(&'static self, name: &str) -> &'static Noun {
        self.find(name).unwrap_or(&self.0[0])
    }

    /// The noun listed at the root under that name.
    pub fn at_root(&'static self, field: &str) -> Option<&'static Noun> {
        self.0.iter().find(|noun| noun.root == Some(field))
    }

    /// The names of types that are computed and not nouns.
    pub fn static_name(name: &str) -> &'static str {
        match name {
            "Transition" => "Transition",
            "Paper" => "Paper",
            "DuplicateWarning" => "DuplicateWarning",
            "DirectWorkers" => "DirectWorkers",
            "ImportRow" => "ImportRow",
            _ => "",
        }
    }

    /// The type below a field of such a type, where it is one too.
    pub fn static_name_below(field: &str) -> &'static str {
        if field == "problems" { "ImportProblem" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a `counts` key stands for can be listed: every group has the filter that its keys are written into.
    #[test]
    fn every_group_has_its_filter() {
        let mut missing = Vec::new();
        for noun in Nouns::get().all() {
            for group in &noun.groups {
                if !noun.filters.iter().any(|filter| filter.name == group.filter) {
                    missing.push(format!("{} {}", noun.name, group.filter));
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }
}
