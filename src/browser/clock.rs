//! Time and chance.
//!
//! **Invariant:** `now` never goes backwards, also when the device's clock is set.

/// Milliseconds since the page began.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Unix seconds, by the device's clock.
pub fn unix_seconds() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}

/// At least 0, below 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}
