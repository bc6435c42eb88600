//! The options of a running widget.
//!
//! **Invariant:** a change keeps the conversation, and what depends on an option is done anew only if that one changed.

use super::{Chat, later};
use crate::browser::dom;
use crate::config::{Config, Problem};
use crate::json::Json;

impl Chat {
    /// Reads options and says on the console what is wrong with them.
    pub fn read_config(options: &Json) -> Config {
        let mut config = Config::default();
        apply(&mut config, options);
        config
    }

    /// Changes options of a running widget; the conversation stays. Gives the names of those that are not used, a line each.
    pub fn update(&self, options: &Json) -> String {
        let (had_key, before, kept) = (self.has_key(), self.model_source(), self.kept_in());
        let refused = self.config.try_update(|config| apply(config, options));
        self.changed(had_key, &before, &kept);
        refused.unwrap_or_default()
    }

    /// What is to be done anew after a change of options.
    fn changed(&self, had_key: bool, before: &str, kept: &str) {
        if self.kept_in() != kept {
            self.keep_otherwise();
        }
        if self.model_source() != before {
            self.list_models();
        }
        if !had_key {
            self.warn_about_key();
        }
    }

    /// Replaces the options of a running widget; the conversation stays.
    pub fn set_config(&self, config: Config) {
        let (had_key, before, kept) = (self.has_key(), self.model_source(), self.kept_in());
        self.config.set(config);
        self.changed(had_key, &before, &kept);
    }

    fn has_key(&self) -> bool {
        self.config.try_with_untracked(|config| config.api_key.is_some()).unwrap_or_default()
    }

    pub(super) fn warn_about_key(&self) {
        if self.has_key() {
            self.unasked_later(later::later_warn_about_key, ());
        }
    }
}

/// Sets options and says on the console what is wrong with them. Only the browser knows what a colour is. Gives the names
/// of those that are not used, a line each.
fn apply(config: &mut Config, options: &Json) -> String {
    let mut problems = config.apply(options);
    if let Some(accent) = config.accent.take_if(|accent| !dom::is_color(accent)) {
        problems.push(Config::refused("accent", &accent.into()));
    }
    let refused = problems.iter().map(Problem::option).collect::<Vec<&str>>().join("\n");
    later::warn(problems);
    refused
}
