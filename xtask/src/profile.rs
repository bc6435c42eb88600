//! The systems that the demo server can behave as, by name and address.
//!
//! **Invariant:** the demo server knows the same names and addresses; a test compares them, so that the commands
//! need not be built with a server inside.

use clap::ValueEnum;

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
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paradigm => "paradigm",
            Self::AlephAlpha => "aleph-alpha",
            Self::Openai => "openai",
            Self::Xroute => "xroute",
            Self::Gateway => "gateway",
        }
    }

    /// Where the API is; empty for the root.
    pub const fn base(self) -> &'static str {
        match self {
            Self::Paradigm => "/api/v2",
            Self::AlephAlpha => "",
            Self::Openai => "/v1",
            Self::Xroute => "/openai/v1",
            Self::Gateway => "/api/v1",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::Profile;

    #[test]
    fn the_demo_server_has_the_same_systems_at_the_same_addresses() {
        let theirs: Vec<(String, &str)> = causerie_demo::Profile::value_variants()
            .iter()
            .map(|profile| (profile.to_possible_value().unwrap().get_name().to_owned(), profile.base()))
            .collect();
        let ours = Profile::value_variants().iter();
        assert_eq!(theirs, ours.map(|p| (p.name().to_owned(), p.base())).collect::<Vec<_>>());
        for profile in Profile::value_variants() {
            assert_eq!(profile.to_possible_value().unwrap().get_name(), profile.name());
        }
    }
}
