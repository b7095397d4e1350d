//! Official documents: their numbers and texts, to whom they go, and who has acknowledged them (H1, H2, N1).

mod distribution;
mod numbers;
