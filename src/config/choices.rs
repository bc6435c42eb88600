//! The options that are one of a few words.
//!
//! **Invariant:** the word and its meaning stand in one table, for reading and for saying it.

use crate::json::Json;

/// An option that is one of a few words: gives the enum `read` and `name`.
macro_rules! one_of {
    ($ty:ident { $( $word:literal => $variant:ident ),+ $(,)? }) => {
        impl $ty {
            pub(super) fn read(value: &Json) -> Option<Self> {
                match value.as_str()?.trim() {
                    $( word if word.eq_ignore_ascii_case($word) => Some(Self::$variant), )+
                    _ => None,
                }
            }

            /// The word an option or attribute uses for it.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }
    };
}

/// Where the widget lives on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A launcher in a corner that opens a panel.
    #[default]
    Floating,
    /// A box in the flow of the page.
    Inline,
    /// The whole page.
    Page,
}

/// The corner of a floating launcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    #[default]
    BottomRight,
    BottomLeft,
    TopRight,
    TopLeft,
}

/// Which colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the visitor's system says.
    #[default]
    Auto,
    Light,
    Dark,
}

/// What is kept in view while an answer arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FollowMode {
    /// Its end.
    #[default]
    End,
    /// Its beginning, once it is longer than the screen.
    Start,
}

/// When the script tag loads the widget itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// On the first need: open, hover or focus of the launcher; an inline box when it comes into view.
    #[default]
    Lazy,
    /// With the page.
    Eager,
}

/// How the instructions are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SystemRole {
    /// As the first message, with the role `system`.
    #[default]
    System,
    /// As the first message, with the role `developer`, as newer OpenAI models call it.
    Developer,
    /// In front of the first question, for models without a system role.
    Fold,
}

/// Where identical requests are answered from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cache {
    /// Always the server.
    #[default]
    None,
    /// From memory, as long as the page is open.
    Session,
}

/// How long conversations are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Persist {
    /// As long as the widget is in its page.
    None,
    /// As long as the tab is open.
    #[default]
    Session,
    /// Until the visitor takes them away.
    Device,
}

/// What is sent of a conversation that is longer than `context_tokens`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContextMode {
    /// The newest turns.
    #[default]
    Truncate,
    /// The newest turns, and a summary of the others that the model makes.
    Summarize,
    /// The newest turns, and those of the others that are most like the question.
    Retrieve,
}

/// Where the titles of conversations come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Titles {
    /// The beginning of the first question.
    #[default]
    Question,
    /// The model, which is asked for one after the first answer.
    Model,
}

one_of!(Titles { "question" => Question, "model" => Model });
one_of!(ContextMode { "truncate" => Truncate, "summarize" => Summarize, "retrieve" => Retrieve });
one_of!(SystemRole { "system" => System, "developer" => Developer, "fold" => Fold });
one_of!(Cache { "none" => None, "session" => Session });
one_of!(Persist { "none" => None, "session" => Session, "device" => Device });
one_of!(Mode { "floating" => Floating, "inline" => Inline, "page" => Page });
one_of!(Position {
    "bottom-right" => BottomRight, "bottom-left" => BottomLeft,
    "top-right" => TopRight, "top-left" => TopLeft,
});
one_of!(Theme { "auto" => Auto, "light" => Light, "dark" => Dark });
one_of!(FollowMode { "end" => End, "start" => Start });
one_of!(Load { "lazy" => Lazy, "eager" => Eager });
