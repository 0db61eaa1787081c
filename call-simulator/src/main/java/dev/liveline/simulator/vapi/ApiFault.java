package dev.liveline.simulator.vapi;

import java.time.Duration;

/// What is wrong with the cloud's API at the moment; switched with [VapiCloud#breakApi(ApiFault)].
public sealed interface ApiFault {

    /// Nothing.
    record None() implements ApiFault {}

    /// Every answer takes so long; the work is done before.
    record Slow(Duration by) implements ApiFault {}

    /// Every request is answered with this status and a platform's error body.
    record Failing(int status) implements ApiFault {}

    /// Every connection is closed as soon as it carries a request.
    record Refusing() implements ApiFault {}

    /// Every request is answered 200 with something that is not JSON.
    record Garbage() implements ApiFault {}

    /// `POST /call` says that the organisation's concurrency is used up, whatever is live.
    record AtLimit() implements ApiFault {}
}
