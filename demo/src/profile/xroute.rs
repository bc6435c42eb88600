//! XRoute.AI: one base path for each family of models, a key, and no list of models.
//!
//! Not documented beyond its paths: that it passes on what the families are known for (DeepSeek's reasoning and
//! keep-alive comment, xAI's missing `finish_reason`) is likely, as are errors in OpenAI's shape, token counts
//! unasked, and that it lets fields pass that it does not know. "trigger error": 502. "trigger quota": 402.
//! **Invariant:** a model answers only under the path of its own family.

use crate::api::named;
use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::feature::reason;
use crate::profile::{ERROR, QUOTA, System, rules};
use crate::reply::Reply;

const OPENAI_MODELS: &[&str] = &["gpt-4o-mini", "gpt-4o"];
/// The one that reasons.
const REASONER: &str = "deepseek-reasoner";
const DEEPSEEK_MODELS: &[&str] = &[REASONER, "deepseek-chat"];
const GROK_MODELS: &[&str] = &["grok-4"];
const ROLES: &[&str] = &["system", "developer", "user", "assistant", "tool", "function"];

pub const OPENAI: System = family("/openai/v1", OPENAI_MODELS, |ask| vet(ask, OPENAI_MODELS), |_, _| {});

pub const DEEPSEEK: System = family(
    "/deepseek/v1",
    DEEPSEEK_MODELS,
    |ask| vet(ask, DEEPSEEK_MODELS),
    |ask, reply| {
        reply.style.opening = Some("keep-alive");
        if ask.model() == Some(REASONER) {
            reason(reply);
        }
    },
);

pub const GROK: System = family(
    "/grok/v1",
    GROK_MODELS,
    |ask| vet(ask, GROK_MODELS),
    |_, reply| reply.style.names_finish_late = true,
);

const fn family(
    base: &'static str,
    models: &'static [&'static str],
    vet: fn(&Ask) -> Result<(), ApiError>,
    dress: fn(&Ask, &mut Reply),
) -> System {
    System {
        base,
        models,
        catalogue: None,
        shape: Shape::OpenAi,
        needs_key: true,
        vet,
        dress,
        troubles: &[(ERROR, bad_gateway), (QUOTA, || ApiError::scripted(402))],
    }
}

fn vet(ask: &Ask, models: &[&str]) -> Result<(), ApiError> {
    let model = named(ask)?;
    if !models.contains(&model) {
        return Err(ApiError::no_model(model));
    }
    match rules::foreign_role(ask, ROLES) {
        Some((index, role)) => {
            let param = format!("messages[{index}].role");
            Err(ApiError::bad_request(format!("Invalid role: '{role}'.")).param(param).code("invalid_value"))
        }
        None => Ok(()),
    }
}

fn bad_gateway() -> ApiError {
    ApiError::new(502, "The provider of this model did not answer.")
        .kind("upstream_error")
        .code("bad_gateway")
}
