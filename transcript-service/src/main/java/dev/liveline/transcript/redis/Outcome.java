package dev.liveline.transcript.redis;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.transcript.call.CallState;

/// What became of a [Step].
public sealed interface Outcome {

    /// It is in Redis.
    ///
    /// @param state with its new version
    record Committed(CallState state) implements Outcome {}

    /// Somebody else was faster, or Redis holds less than it did; nothing was written.
    ///
    /// @param current what Redis holds; null for nothing
    record Conflict(@Nullable CallState current) implements Outcome {}

    /// Some signatures were spent before; nothing was written.
    ///
    /// @param indices into [Step#signatures]
    record Spent(Set<Integer> indices) implements Outcome {}

    /// The call was erased: nothing of it may be written any more.
    record Erased() implements Outcome {}
}
