package dev.liveline.simulator.twilio;

import java.time.Duration;

/// What is wrong with the REST API at the moment; switched with [TwilioCloud#breakApi(RestFault)].
public sealed interface RestFault {

    /// Nothing.
    record None() implements RestFault {}

    /// Every answer takes so long; the work is done before.
    record Slow(Duration by) implements RestFault {}

    /// Every request is answered 503 and does nothing.
    record Unavailable() implements RestFault {}

    /// Every request is answered 429 with code 20429 and does nothing.
    record Throttled() implements RestFault {}

    /// The work is done, then the answer is lost: the connection closes.
    record AnswerLost() implements RestFault {}
}
