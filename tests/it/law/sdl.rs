//! The published schema is the committed one.

use tests::snapshot;

#[test]
fn the_schema_is_the_committed_one() {
    snapshot::check("schema/schema.graphql", &schema::Api::sdl());
}
