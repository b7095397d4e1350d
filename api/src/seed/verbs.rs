//! The mutations as the schema publishes them: which input each takes, and what its payload calls the object.

use schema::Api;

/// The published schema as text.
pub(super) struct Verbs(String);

/// A mutation.
pub(super) struct Verb<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The type of its input.
    input: &'a str,
    /// The field of its payload that holds the changed object.
    pub(super) field: String,
}

impl Verbs {
    /// Those of this program.
    pub(super) fn published() -> Self {
        Self(Api::sdl())
    }

    /// The mutation of this name.
    pub(super) fn lookup<'a>(&'a self, name: &'a str) -> Option<Verb<'a>> {
        let (_, mutations) = self.0.split_once("\ntype Mutation ")?;
        let (_, rest) = mutations.split_once(&format!("\t{name}("))?;
        let (input, rest) = rest.split_once("input: ")?.1.split_once('\n')?;
        let noun = rest.split_once("): ")?.1.split_once("Payload")?.0;
        let mut field = noun.to_owned();
        field.get_mut(0..1)?.make_ascii_lowercase();
        Some(Verb { name, input, field })
    }
}

impl Verb<'_> {
    /// The document that says it.
    pub(super) fn document(&self) -> String {
        let Self { name, input, field } = self;
        format!("mutation($input: {input}) {{ {name}(input: $input) {{ {field} {{ {} }} }} }}", parts(name))
    }
}

/// What is asked of the changed object: its ID, and those of the parts that later steps name.
fn parts(verb: &str) -> &'static str {
    match verb {
        "createCampaign" => "id phases { id } fieldGroups { id }",
        "createScoringScheme" => "id criteria { id }",
        "createProject" => "id targets { id }",
        "conveneSession" => "id agenda { id }",
        _ => "id",
    }
}

#[cfg(test)]
mod test {
    use super::Verbs;

    #[test]
    fn a_mutation_is_found_with_its_input_and_payload() {
        let verbs = Verbs::published();
        let verb = verbs.lookup("registerDocument").unwrap();
        assert_eq!((verb.input, verb.field.as_str()), ("RegisterDocumentInput!", "officialDocument"));
        assert!(verbs.lookup("makeTea").is_none());
    }
}
