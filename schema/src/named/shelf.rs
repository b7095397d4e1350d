//! Kept documents: a shelf for each client, bounded in bytes, on which the least recently used makes room.

use std::collections::HashMap;

use lru::LruCache;

/// What a document costs beside its text: its hash and its place on the shelf.
const OVERHEAD: usize = 128;

/// The shelves of all clients. Where all together are full, the fullest makes room, so that one that holds little keeps it
/// whatever the others send.
pub(super) struct Shelves {
    most: usize,
    most_each: usize,
    bytes: usize,
    by_client: HashMap<String, Shelf>,
}

struct Shelf {
    texts: LruCache<String, String>,
    bytes: usize,
}

impl Shelves {
    /// Empty shelves: so many bytes together, so many each.
    pub(super) fn new(most: usize, most_each: usize) -> Self {
        Self { most, most_each: most_each.min(most), bytes: 0, by_client: HashMap::new() }
    }

    /// The text that a client has sent under a hash; it is its most recently used one now.
    pub(super) fn get(&mut self, client: &str, hash: &str) -> Option<String> {
        self.by_client.get_mut(client)?.texts.get(hash).cloned()
    }

    /// Puts a text on a client's shelf. One that is larger than the shelf is not kept.
    pub(super) fn put(&mut self, client: &str, hash: &str, text: &str) {
        let weight = weigh(text);
        if weight > self.most_each || self.get(client, hash).is_some() {
            return;
        }
        while self.by_client.get(client).is_some_and(|shelf| shelf.bytes + weight > self.most_each) {
            self.make_room(client);
        }
        while self.bytes + weight > self.most {
            let fullest = self.by_client.iter().max_by_key(|(_, shelf)| shelf.bytes).map(|(client, _)| client.clone());
            let Some(fullest) = fullest else { return };
            self.make_room(&fullest);
        }
        let place = self.by_client.entry(client.to_owned());
        let held = place.or_insert_with(|| Shelf { texts: LruCache::unbounded(), bytes: 0 });
        held.texts.put(hash.to_owned(), text.to_owned());
        held.bytes += weight;
        self.bytes += weight;
    }

    /// Takes the least recently used text off a shelf, and the shelf away once it is empty.
    fn make_room(&mut self, client: &str) {
        let Some(held) = self.by_client.get_mut(client) else { return };
        let freed = held.texts.pop_lru().map_or(0, |(_, text)| weigh(&text));
        held.bytes -= freed;
        self.bytes -= freed;
        if held.texts.is_empty() {
            self.by_client.remove(client);
        }
    }
}

fn weigh(text: &str) -> usize {
    text.len() + OVERHEAD
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_holds_n_bytes_and_not_one_more() {
        let mut shelves = Shelves::new(10_000, 2 * weigh("{a}"));
        shelves.put("x", "1", "{a}");
        shelves.put("x", "2", "{b}");
        assert!(shelves.get("x", "1").is_some() && shelves.get("x", "2").is_some());
        assert!(shelves.get("x", "1").is_some(), "used last");
        shelves.put("x", "3", "{c}");
        assert_eq!((shelves.get("x", "2"), shelves.get("x", "1").as_deref()), (None, Some("{a}")));
        shelves.put("x", "4", &"a".repeat(2 * weigh("{a}") - OVERHEAD + 1));
        assert_eq!(shelves.get("x", "4"), None, "larger than the shelf");
        assert!(shelves.bytes <= 2 * weigh("{a}"));
    }

    #[test]
    fn whoever_holds_most_makes_room_for_the_others() {
        let mut shelves = Shelves::new(10 * weigh("{a}"), 10 * weigh("{a}"));
        shelves.put("small", "0", "{s}");
        for n in 0..100 {
            shelves.put("large", &n.to_string(), "{l}");
        }
        assert_eq!(shelves.get("small", "0").as_deref(), Some("{s}"));
        shelves.put("other", "0", "{o}");
        assert!(shelves.get("small", "0").is_some() && shelves.get("other", "0").is_some());
        assert!(shelves.bytes <= shelves.most);
    }

    #[test]
    fn one_client_does_not_read_anothers_shelf() {
        let mut shelves = Shelves::new(10_000, 10_000);
        shelves.put("x", "1", "{a}");
        assert_eq!(shelves.get("y", "1"), None);
    }
}
