//! A gateway with budgets: `/api/v1`, `top_k`, roles function and tool; 429 is its status both for too many
//! requests and for a spent budget.
//!
//! The type of its errors is not documented; here it is the same for both, so that only the word "budget" in the
//! message tells them apart. "trigger error": a spent budget. "trigger rate limit": too many requests, with
//! `Retry-After: 1`. The model `over-budget`, which is not listed, has a budget that stays spent.
//! **Invariant:** an error has a message and a type, and no other member.

use crate::api::{catalogue, named};
use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::profile::{ERROR, RATE, System, rules};
use crate::reply::Reply;

const MODELS: &[&str] = &["gateway-chat", "gateway-chat-large"];
const SPENT: &str = "over-budget";
const ROLES: &[&str] = &["system", "user", "assistant", "function", "tool"];
const RANGES: &[(&str, f64, f64)] = &[
    ("temperature", 0.0, 2.0),
    ("top_p", 0.0, 1.0),
    ("top_k", 0.0, f64::MAX),
    ("max_tokens", 1.0, f64::MAX),
    ("frequency_penalty", -2.0, 2.0),
    ("presence_penalty", -2.0, 2.0),
];

pub const SYSTEM: System = System {
    base: "/api/v1",
    models: MODELS,
    catalogue: Some(("/models", || catalogue(MODELS, "gateway"))),
    shape: Shape::Plain,
    needs_key: false,
    vet,
    dress,
    troubles: &[(ERROR, over_budget), (RATE, || ApiError::limited(1))],
};

fn vet(ask: &Ask) -> Result<(), ApiError> {
    let model = named(ask)?;
    if model == SPENT {
        return Err(over_budget());
    }
    if !MODELS.contains(&model) {
        return Err(ApiError::no_model(model));
    }
    if let Some((index, role)) = rules::foreign_role(ask, ROLES) {
        return Err(ApiError::bad_request(format!("messages[{index}]: '{role}' is not a role.")));
    }
    match rules::out_of_range(ask, RANGES) {
        Some((name, ..)) => Err(ApiError::bad_request(format!("'{name}' is out of range."))),
        None => Ok(()),
    }
}

fn dress(_: &Ask, reply: &mut Reply) {
    reply.style.counts_on_request = true;
}

fn over_budget() -> ApiError {
    ApiError::new(429, "Budget limit exceeded for this API key")
}
