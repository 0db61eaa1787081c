package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

/// Something the outside told us about one call.
///
/// @param arrivedAt when it reached us, epoch milliseconds
/// @param vapiAt    the platform's own time of it, epoch milliseconds, where it gave one
/// @param identity  who and where, as far as this message says
/// @param what      what happened
public record Fact(long arrivedAt, @Nullable Long vapiAt, Identity identity, Happening what) {

    /// When it happened: by the platform's clock where known, else by ours.
    public long time() {
        return vapiAt == null ? arrivedAt : vapiAt;
    }

    /// How old it was when it arrived; 0 if the platform gave no time, negative if its clock is ahead of ours.
    public long age() {
        return vapiAt == null ? 0 : arrivedAt - vapiAt;
    }

    @Override
    public String toString() {
        return "Fact[" + what.getClass().getSimpleName() + " " + time() + ", content hidden]";
    }
}
