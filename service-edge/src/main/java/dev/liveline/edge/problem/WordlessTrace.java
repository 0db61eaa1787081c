package dev.liveline.edge.problem;

import org.jspecify.annotations.Nullable;

/// An exception's trace without its messages, for logs: a message can quote a body, and a body can hold a caller's words.
public final class WordlessTrace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private WordlessTrace(Throwable original, @Nullable WordlessTrace cause) {
        super(original.getClass().getName(), cause, false, true);
        setStackTrace(original.getStackTrace());
    }

    public static WordlessTrace of(Throwable failure) {
        Throwable cause = failure.getCause();
        return new WordlessTrace(failure, cause == null || cause == failure ? null : of(cause));
    }
}
