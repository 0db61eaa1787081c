package dev.liveline.transcript;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import dev.liveline.transcript.redaction.SensitiveClass;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Configuration of transcript-service alone; what all services share is [dev.liveline.edge.LivelineConfig].
@ConfigMapping(prefix = "liveline")
public interface TranscriptConfig {

    Calls calls();

    Spool spool();

    Commit commit();

    Redaction redaction();

    interface Calls {

        /// A live call without events for so long is ended with reason `expired`.
        @WithDefault("PT30M")
        Duration silence();

        /// How often silent calls are looked for.
        @WithDefault("PT30S")
        Duration sweepEvery();

        /// How long an ended call is kept, and an erased one refused.
        @WithDefault("PT24H")
        Duration retention();

        /// States of recent calls a replica keeps; a call beyond costs a second round trip on its next message.
        @WithDefault("5000")
        int cached();
    }

    /// Acknowledged messages that wait for Redis. 30 s at 500 messages a second are 15,000.
    interface Spool {

        @WithDefault("50000")
        int maxMessages();

        /// Estimated heap, in bytes.
        @WithDefault("67108864")
        long maxBytes();

        /// What a caller that is refused with 503 is told to wait, in seconds.
        @WithDefault("5")
        int retryAfter();
    }

    interface Commit {

        /// A commit unanswered for so long counts as failed; its message goes to the spool.
        @WithDefault("PT2S")
        Duration answerWithin();
    }

    interface Redaction {

        /// What is taken out of words before they are stored or sent: `card`, `email`, `phone`, `national-id`. Nothing by default.
        Optional<Set<SensitiveClass>> classes();
    }
}
