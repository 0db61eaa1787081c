package dev.liveline.transcript.tool;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/// Whether a tool is worth asking. Closed while it answers; open for a while once too many of its last answers were failures; then half open:
/// one attempt finds out which it will be. Time comes in, epoch milliseconds; used on one context only.
final class CircuitBreaker {

    /// @param window   how many attempts in a row are looked at; before there were so many it does not open
    /// @param failures how many of them have to fail
    /// @param openMs   how long it then stays open
    record Rules(int window, int failures, long openMs) {

        static final Rules USUAL = new Rules(8, 4, 15_000);
    }

    private enum State {
        CLOSED, OPEN, HALF_OPEN
    }

    /// One request that was let through; told once how it ended.
    final class Attempt {

        /// Attempts of another generation began before the breaker last changed: what they find out is old news.
        private final int generation;

        private Attempt(int generation) {
            this.generation = generation;
        }

        void succeeded() {
            if (generation == CircuitBreaker.this.generation) {
                if (state == State.HALF_OPEN) {
                    turn(State.CLOSED);
                } else {
                    note(false);
                }
            }
        }

        void failed(long now) {
            if (generation != CircuitBreaker.this.generation) {
                return;
            }
            note(true);
            if (state == State.HALF_OPEN || seen >= rules.window() && failed.cardinality() >= rules.failures()) {
                turn(State.OPEN);
                openUntil = now + rules.openMs();
            }
        }

        /// The tool asks to be left alone, whatever the last answers were.
        void failed(long now, long pauseMs) {
            if (generation == CircuitBreaker.this.generation) {
                turn(State.OPEN);
                openUntil = now + pauseMs;
            }
        }
    }

    private final Rules rules;
    private final BitSet failed = new BitSet();
    private int seen;
    private int generation;
    private State state = State.CLOSED;
    private long openUntil;

    CircuitBreaker(Rules rules) {
        this.rules = rules;
    }

    /// @return null while the tool is not to be asked
    @Nullable
    Attempt attempt(long now) {
        if (state == State.HALF_OPEN || state == State.OPEN && now < openUntil) {
            return null;
        }
        if (state == State.OPEN) {
            turn(State.HALF_OPEN);
        }
        return new Attempt(generation);
    }

    private void note(boolean failure) {
        failed.set(seen++ % rules.window(), failure);
    }

    private void turn(State next) {
        generation++;
        state = next;
        seen = 0;
        failed.clear();
    }
}
