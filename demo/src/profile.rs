//! The systems that Causerie was made for, each played by ELIZA.
//!
//! Each has a file that says what it does its own way: where its API is, which models it has, what it refuses and
//! in which words. Two troubles are asked for in the last paragraph of a question, see [`System::troubles`]; the
//! same question, asked again, is answered. **Invariant:** a system is data and pure functions of the request;
//! how it is served is in [`serve`] alone.

mod aleph_alpha;
mod gateway;
mod openai;
mod paradigm;
mod rules;
mod serve;
mod xroute;

use clap::ValueEnum;
use serde_json::Value;

use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::reply::Reply;

pub use serve::routes;

/// A system to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// LightOn Paradigm: /api/v2, a model without a system role, FastAPI's errors
    Paradigm,
    /// Aleph Alpha: at the root, strict roles, a sentence at a time
    AlephAlpha,
    /// OpenAI: /v1, a key, strict parameters
    Openai,
    /// XRoute.AI: /openai/v1, /deepseek/v1 and /grok/v1, a key, no list of models
    Xroute,
    /// A gateway with budgets: /api/v1
    Gateway,
}

impl Profile {
    /// Where the API is; the first one, if there are several. Empty for the root.
    pub fn base(self) -> &'static str {
        self.main().base
    }

    /// The model that the standalone page asks for.
    pub fn model(self) -> &'static str {
        self.main().models.first().copied().unwrap_or_default()
    }

    /// True if nothing is answered without a key.
    pub fn needs_key(self) -> bool {
        self.main().needs_key
    }

    fn main(self) -> &'static System {
        match self {
            Self::Paradigm => &paradigm::SYSTEM,
            Self::AlephAlpha => &aleph_alpha::SYSTEM,
            Self::Openai => &openai::SYSTEM,
            Self::Xroute => &xroute::OPENAI,
            Self::Gateway => &gateway::SYSTEM,
        }
    }

    fn systems(self) -> impl Iterator<Item = &'static System> {
        let others: &[&System] = match self {
            Self::Xroute => &[&xroute::DEEPSEEK, &xroute::GROK],
            _ => &[],
        };
        std::iter::once(self.main()).chain(others.iter().copied())
    }
}

/// A list of models: where it is, below the base, and what it says.
type Catalogue = (&'static str, fn() -> Value);

/// A phrase in a question, and the refusal that it asks for.
type Trouble = (&'static str, fn() -> ApiError);

/// One API.
struct System {
    /// The path before `/chat/completions`.
    base: &'static str,
    /// Those that are listed, the page's first.
    models: &'static [&'static str],
    /// The list of models, if there is one.
    catalogue: Option<Catalogue>,
    shape: Shape,
    /// All these systems want a key. Where this is false a page without one is answered nevertheless, as for most
    /// tests the key does not matter; a wrong one ([`rules::WRONG_KEY`]) is refused by all.
    needs_key: bool,
    /// Refuses what the system refuses.
    vet: fn(&Ask) -> Result<(), ApiError>,
    /// Writes the reply as the system does.
    dress: fn(&Ask, &mut Reply),
    /// Phrases in a question that are refused every other time, beginning with the first.
    troubles: &'static [Trouble],
}

/// The phrase that every system has a trouble for.
const ERROR: &str = "trigger error";
/// The phrase for an account that is used up.
const QUOTA: &str = "trigger quota";
/// The phrase for too many requests.
const RATE: &str = "trigger rate limit";
