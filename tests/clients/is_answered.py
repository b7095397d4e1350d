"""What Schemathesis holds every answer against. Its own rule for GraphQL is that no valid document is refused, which cannot be kept
where a page may not be asked for from both ends, an id is of a kind, and not everybody may do everything; so a refusal is fine
that says why, by one of the codes that the schema publishes, and nothing else is."""

import os

import schemathesis
from hypothesis import strategies
from schemathesis.graphql import nodes

# A quantity, as exact text.
schemathesis.graphql.scalar("Decimal", strategies.decimals(0, 10**9, places=2).map(str).map(nodes.String))
# The name of a file that does not come: it makes no multipart requests.
schemathesis.graphql.scalar("Upload", strategies.text(max_size=20).map(nodes.String))

# What the server says only where something went wrong in it, or where a document is not what the schema says.
NEVER = {"INTERNAL", "TIMEOUT", "OVERLOADED", "GRAPHQL_INVALID", "BAD_REQUEST"}
KNOWN = set(os.environ["CODES"].split()) - NEVER


@schemathesis.check
def is_answered(ctx, response, case):
    assert response.status_code == 200, f"status {response.status_code}: {response.text[:500]}"
    answer = response.json()
    errors = answer.get("errors", [])
    assert errors or answer["data"], answer
    for error in errors:
        assert error["extensions"]["code"] in KNOWN, error
        assert error["message"] and error["extensions"]["requestId"], error
