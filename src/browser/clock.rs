//! Time and chance.
//!
//! **Invariant:** `now` never goes backwards, also when the device's clock is set.

thread_local! {
    /// Each piece of a stream asks several times.
    static CLOCK: Option<web_sys::Performance> = web_sys::window().and_then(|window| window.performance());
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    CLOCK.with(|clock| clock.as_ref().map_or(0.0, web_sys::Performance::now))
}

/// Unix milliseconds, by the device's clock.
pub fn unix_milliseconds() -> u64 {
    js_sys::Date::now() as u64
}

/// When the day of the device began, in Unix milliseconds.
pub fn midnight() -> u64 {
    let day = js_sys::Date::new_0();
    day.set_hours(0);
    day.set_minutes(0);
    day.set_seconds(0);
    day.set_milliseconds(0);
    day.get_time() as u64
}

/// Unix seconds, by the device's clock.
pub fn unix_seconds() -> u64 {
    unix_milliseconds() / 1000
}

/// At least 0, below 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// 64 random bits; good ones, where the browser has them.
pub fn random_bits() -> u64 {
    let mut bytes = [0; 8];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    if crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok()) {
        return u64::from_le_bytes(bytes);
    }
    let half = || (random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}
