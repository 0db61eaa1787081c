package dev.liveline.admin.vapi;

import java.time.Duration;
import java.util.Optional;

/// What Vapi answered, when it was in a state to answer.
///
/// @param retryAfter what a 429 asked for
record VapiAnswer(int status, String body, Optional<Duration> retryAfter) {

    boolean isRefused() {
        return status >= 400;
    }
}
