package dev.liveline.simulator.twilio;

import java.time.Duration;

/// How a person (or a trunk) that is dialled behaves.
///
/// @param rings before the answer, or before giving up
/// @param talks before hanging up, once connected; a caller who hangs up first ends it earlier
public record Callee(Behaviour behaviour, Duration rings, Duration talks) {

    /// What becomes of the attempt.
    public enum Behaviour {
        ANSWERS("completed"), IS_BUSY("busy"), DOES_NOT_ANSWER("no-answer"), FAILS("failed");

        private final String dialStatus;

        Behaviour(String dialStatus) {
            this.dialStatus = dialStatus;
        }

        /// Twilio's `DialCallStatus`.
        public String dialStatus() {
            return dialStatus;
        }
    }

    /// Picks up after half a second and talks for a minute.
    public static Callee answering() {
        return answering(Duration.ofMinutes(1));
    }

    /// Picks up after half a second and talks that long.
    public static Callee answering(Duration talks) {
        return new Callee(Behaviour.ANSWERS, Duration.ofMillis(500), talks);
    }

    public static Callee busy() {
        return new Callee(Behaviour.IS_BUSY, Duration.ofMillis(200), Duration.ZERO);
    }

    /// Lets it ring until the dialler gives up.
    public static Callee absent() {
        return new Callee(Behaviour.DOES_NOT_ANSWER, Duration.ofMinutes(10), Duration.ZERO);
    }

    public static Callee unreachable() {
        return new Callee(Behaviour.FAILS, Duration.ofMillis(100), Duration.ZERO);
    }
}
