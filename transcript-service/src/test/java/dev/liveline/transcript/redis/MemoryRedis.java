package dev.liveline.transcript.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.liveline.events.CallEvent;
import dev.liveline.events.CallFields;
import dev.liveline.events.Command;
import dev.liveline.events.EventEntry;
import dev.liveline.transcript.call.CallState;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/// What `commit.lua` does, in memory: one call's hash and its event stream, compared and written the same way. A commit waits in its replica's
/// queue until the simulation lets it through.
public final class MemoryRedis {

    private final Map<String, String> hash = new HashMap<>();
    private final List<CallEvent> stream = new ArrayList<>();
    private final List<CallEvent> log = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();

    /// What a lagging replica holds.
    public record Copy(Map<String, String> hash, int logged) {

        public static final Copy NOTHING = new Copy(Map.of(), 0);
    }

    /// The view of one replica.
    public final class Replica implements Commits {

        private record Waiting(Step step, Promise<Outcome> promise) {}

        private final List<Waiting> waiting = new ArrayList<>();
        public boolean up = true;

        @Override
        public boolean isUp() {
            return up;
        }

        @Override
        public Future<Outcome> commit(Step step) {
            Promise<Outcome> promise = Promise.promise();
            waiting.add(new Waiting(step, promise));
            return promise.future();
        }

        @Override
        public void reconnect(Throwable cause) {
            throw new IllegalStateException("nothing to reconnect", cause);
        }

        public boolean hasWork() {
            return !waiting.isEmpty();
        }

        /// Lets the oldest waiting commit through.
        public void letThrough() {
            Waiting next = waiting.removeFirst();
            next.promise.complete(apply(next.step));
        }

        /// Loses the answer of the oldest waiting commit.
        ///
        /// @param takesEffect whether it was written nevertheless
        public void loseAnswer(boolean takesEffect) {
            Waiting next = waiting.removeFirst();
            if (takesEffect) {
                apply(next.step);
            }
            next.promise.fail("the answer was lost");
        }
    }

    public Replica replica() {
        return new Replica();
    }

    /// Every event that was ever streamed, in order.
    public List<CallEvent> stream() {
        return stream;
    }

    /// Every command that was ever ordered, in order.
    public List<Command> commands() {
        return commands;
    }

    /// What the hash holds; null for nothing.
    public CallState state(String callId) {
        return hash.isEmpty() ? null : StateFields.read(callId, hash);
    }

    /// The hash as it is now, to be forgotten back to.
    public Copy copy() {
        return new Copy(Map.copyOf(hash), log.size());
    }

    /// The call's log as a viewer who joins now gets it.
    public List<CallEvent> log() {
        return log;
    }

    /// A failover to a replica that lags behind: what was written after the copy is gone.
    public void forgetBackTo(Copy copy) {
        hash.clear();
        hash.putAll(copy.hash());
        log.subList(copy.logged(), log.size()).clear();
    }

    private Outcome apply(Step step) {
        CallState loaded = step.loaded();
        String standing = loaded.version() == 0 ? "" : StateFields.standing(loaded, loaded.version());
        if (!hash.getOrDefault(CallFields.STANDING, "").equals(standing)) {
            return new Outcome.Conflict(state(step.next().callId()));
        }
        if (loaded == step.next()) {
            return new Outcome.Committed(step.next());
        }
        StateFields.changes(loaded, step.next(), loaded.version() + 1,
                caption -> EventEntry.of(caption, step.next().identity().team()).write(), hash::put);
        stream.addAll(step.events());
        if (loaded.version() == 0) {
            log.clear();
        }
        log.addAll(step.events());
        commands.addAll(step.commands());
        CallState committed = step.next().at(loaded.version() + 1);
        if (!state(step.next().callId()).equals(committed)) {
            throw new AssertionError("what is read back differs from what was written");
        }
        return new Outcome.Committed(committed);
    }
}
