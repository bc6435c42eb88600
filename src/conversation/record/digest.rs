//! The record of what is known of a conversation's older turns; it stands beside that of the conversation.
//!
//! **Invariant:** reading is total, and what cannot be read is made anew when it is wanted: it is no part of what was said.

use super::migrate::VERSION;
use super::{Unreadable, field, migrate};
use crate::conversation::Id;
use crate::conversation::context::{Digest, Summary, embeddings};
use crate::json::Json;

impl Digest {
    /// `{version, summaries: [{text, up_to, model}], space, vectors: [{id, vector}]}`, the vectors in base64; what there is
    /// not is left out.
    pub fn to_json(&self) -> Json {
        let summary = |summary: &Summary| {
            Json::object_of_set([
                ("text", summary.text.as_str().into()),
                ("up_to", summary.up_to.text().into()),
                ("model", summary.model.as_deref().into()),
            ])
        };
        let vector = |(id, vector): &(Id, Vec<f32>)| {
            Json::object([("id", id.text().into()), ("vector", embeddings::to_base64(vector).into())])
        };
        Json::object_of_set([
            ("version", VERSION.into()),
            ("summaries", field::list(self.summaries.iter().map(summary).collect())),
            ("space", field::some(self.space())),
            ("vectors", field::list(self.vectors().iter().map(vector).collect())),
        ])
    }

    /// Reads what [`Digest::to_json`] wrote.
    pub fn read(mut record: Json) -> Result<Self, Unreadable> {
        migrate::version(&record)?;
        let summary = |mut item: Json| {
            let up_to = field::id(&item, "up_to")?;
            let (text, model) = (field::text(&mut item, "text")?, field::text(&mut item, "model"));
            Some(Summary { text, up_to, model })
        };
        let summaries = field::items(&mut record, "summaries").into_iter().filter_map(summary).collect();
        let mut digest = Self::of(summaries);
        digest.use_space(field::text(&mut record, "space").unwrap_or_default());
        for item in field::items(&mut record, "vectors") {
            let vector = item.get("vector").and_then(embeddings::vector);
            if let Some((id, vector)) = field::id(&item, "id").zip(vector) {
                digest.add_vector(id, vector);
            }
        }
        Ok(digest)
    }
}
