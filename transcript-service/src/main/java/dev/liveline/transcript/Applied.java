package dev.liveline.transcript;

import dev.liveline.transcript.call.CallState;

/// What became of a fact that was handed to [Calls].
public sealed interface Applied {

    /// It is in Redis, or changed nothing there.
    ///
    /// @param state of its call afterwards
    record Durable(CallState state) implements Applied {}

    /// It says nothing about the course of a call: there was nothing to commit.
    record Noted() implements Applied {}

    /// Redis is away: it waits in the spool, in order, and will be committed as soon as Redis is back.
    record Spooled() implements Applied {}

    /// Its signature was spent before: it had no effect.
    record Replayed() implements Applied {}

    /// Its call was erased: it had no effect and never will.
    record Erased() implements Applied {}

    /// Neither Redis nor the spool can take it.
    record Refused() implements Applied {}
}
