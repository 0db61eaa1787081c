package dev.liveline.router.command;

import org.jspecify.annotations.Nullable;

/// What came of a command.
///
/// @param result  closed, for answers and metrics
/// @param detail  for people; no secrets, no numbers
public record Outcome(Result result, @Nullable String detail) {

    public enum Result {
        DONE,
        /// Tried and failed, or nobody knows.
        FAILED,
        /// The platform said no: the same command would be refused again.
        REFUSED
    }

    public boolean isDone() {
        return result == Result.DONE;
    }

    public static Outcome done(@Nullable String detail) {
        return new Outcome(Result.DONE, detail);
    }

    public static Outcome failed(String detail) {
        return new Outcome(Result.FAILED, detail);
    }

    public static Outcome refused(String detail) {
        return new Outcome(Result.REFUSED, detail);
    }
}
