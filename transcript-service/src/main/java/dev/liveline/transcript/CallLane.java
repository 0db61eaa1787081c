package dev.liveline.transcript;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.events.CallEvent;
import dev.liveline.events.Command;
import dev.liveline.transcript.CallLine.Waiting;
import dev.liveline.transcript.call.CallReducer;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Measure;
import dev.liveline.transcript.call.Transition;
import dev.liveline.transcript.redis.CommitLine;
import dev.liveline.transcript.redis.Commits;
import dev.liveline.transcript.redis.Outcome;
import dev.liveline.transcript.redis.Step;
import io.vertx.core.Future;

/// Loads, reduces, commits; on a conflict reduces again from the state that won. Also the spool: what was acknowledged while Redis was away
/// waits in its call's line. Used on one event loop only.
final class CallLane implements CommitLine.Listener {

    private static final Logger LOG = Logger.getLogger(CallLane.class);
    /// Commits in flight at once; the Redis client queues 2,048.
    private static final int IN_FLIGHT = 512;
    private static final long RETRY_MS = 200;
    private static final int MOST_REFUSALS = 10;

    /// Runs work on this lane's context after some milliseconds.
    interface Later {
        void run(long millis, Runnable work);
    }

    private final Later later;
    private final CallReducer reducer;
    private final InstantSource clock;
    private final Supplier<String> epochs;
    private final Spool spool;
    private final CallMetrics metrics;
    private final LinkedHashMap<String, CallLine> lines;
    private final ArrayDeque<CallLine> ready = new ArrayDeque<>();
    private final Set<CallLine> working = new HashSet<>();
    private @Nullable Commits commits;
    private boolean pausing;
    private boolean troubled = true;
    private boolean refused;
    private boolean closed;
    private int inFlight;

    CallLane(Later later, CallReducer reducer, InstantSource clock, Supplier<String> epochs, Spool spool, CallMetrics metrics,
            int cached) {
        this.later = later;
        this.reducer = reducer;
        this.clock = clock;
        this.epochs = epochs;
        this.spool = spool;
        this.metrics = metrics;
        this.lines = new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CallLine> eldest) {
                return size() > cached && eldest.getValue().isIdle();
            }
        };
    }

    void commitThrough(Commits line) {
        commits = line;
    }

    Future<Applied> apply(String callId, Fact fact, @Nullable SpentSignature signature) {
        if (closed) {
            return Future.succeededFuture(new Applied.Refused());
        }
        CallLine line = lines.computeIfAbsent(callId, CallLine::new);
        Waiting waiting = new Waiting(fact, signature);
        line.add(waiting);
        if (isAway() && !acknowledge(waiting)) {
            line.remove(waiting);
            return waiting.promise.future();
        }
        working.add(line);
        if (!line.busy) {
            line.busy = true;
            ready.add(line);
            pump();
        }
        return waiting.promise.future();
    }

    /// Forgets what is known of a call, so that its next fact is reduced from what Redis holds.
    void forget(String callId) {
        CallLine line = lines.get(callId);
        if (line != null && line.isIdle()) {
            lines.remove(callId);
        }
    }

    boolean isIdle() {
        return working.isEmpty();
    }

    /// Takes nothing any more; what it has taken is still committed.
    void close() {
        closed = true;
    }

    int cached() {
        return lines.size();
    }

    @Override
    public void up() {
        if (troubled) {
            LOG.info("Redis takes commits");
        }
        troubled = false;
        pump();
    }

    @Override
    public void down(Throwable cause) {
        if (!troubled) {
            troubled = true;
            LOG.warnf("Redis does not take commits: %s; messages wait in the spool", cause.getMessage());
        }
        acknowledgeAll();
    }

    private boolean isAway() {
        return commits == null || !commits.isUp() || pausing;
    }

    private void acknowledgeAll() {
        for (CallLine line : List.copyOf(working)) {
            Set<Waiting> refused = new HashSet<>();
            for (Waiting waiting : line.waiting()) {
                if (!waiting.spooled && !acknowledge(waiting)) {
                    refused.add(waiting);
                }
            }
            line.removeAll(refused);
        }
    }

    /// @return false if there is no room: it was refused
    private boolean acknowledge(Waiting waiting) {
        if (spool.take(waiting.size)) {
            waiting.spooled = true;
            waiting.promise.tryComplete(new Applied.Spooled());
            return true;
        }
        waiting.promise.tryComplete(new Applied.Refused());
        return false;
    }

    private void pump() {
        while (!isAway() && inFlight < IN_FLIGHT && !ready.isEmpty()) {
            CallLine line = ready.poll();
            if (line.hasWork()) {
                inFlight++;
                CallState known = line.committed;
                step(line, known == null ? CallState.unopened(line.callId, epochs.get()) : known, null, List.of());
            } else {
                done(line);
            }
        }
    }

    /// @param loaded what Redis is believed to hold
    /// @param base   what to reduce from, if that is not the same: a history that goes on under a new epoch
    /// @param again  facts to say again first, because Redis forgot them
    private void step(CallLine line, CallState loaded, @Nullable CallState base, List<Fact> again) {
        List<Waiting> batch = line.next();
        if (batch.isEmpty()) {
            inFlight--;
            done(line);
            return;
        }
        Reduction reduction = new Reduction(base == null ? loaded : base);
        long now = clock.millis();
        again.forEach(fact -> reduction.add(reducer.reduce(reduction.state, fact, now)));
        List<SpentSignature> signatures = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            reduction.add(reducer.reduce(reduction.state, waiting.fact, now));
            if (waiting.signature != null) {
                signatures.add(waiting.signature);
            }
        }
        if (!reduction.state.isOpened()) {
            settle(line, batch, new Applied.Durable(reduction.state));
            proceed(line);
            return;
        }
        Step step = new Step(loaded, reduction.state, reduction.events, reduction.commands, signatures,
                reduction.begunAt);
        long sentAt = System.nanoTime();
        commits.commit(step).onComplete(answer -> {
            if (answer.failed()) {
                failed(line, answer.cause());
                return;
            }
            switch (answer.result()) {
                case Outcome.Committed(CallState state) -> {
                    metrics.committed(System.nanoTime() - sentAt, batch.size());
                    committed(line, batch, state, reduction);
                }
                case Outcome.Conflict(CallState current) -> conflict(line, loaded, current);
                case Outcome.Spent(Set<Integer> indices) -> spent(line, batch, indices, loaded, base, again);
                case Outcome.Erased _ -> {
                    settle(line, batch, new Applied.Erased());
                    line.forget();
                    proceed(line);
                }
            }
        });
    }

    private void committed(CallLine line, List<Waiting> batch, CallState state, Reduction reduction) {
        refused = false;
        line.refusals = 0;
        line.committed = state;
        reduction.measures.forEach(metrics::count);
        for (Waiting waiting : batch) {
            line.remember(waiting.fact);
            metrics.lag(clock.millis() - waiting.fact.time());
        }
        settle(line, batch, new Applied.Durable(state));
        proceed(line);
    }

    /// Redis holds another state than believed: somebody else's commit, or, if it holds less than this replica saw committed, a past one.
    private void conflict(CallLine line, CallState loaded, @Nullable CallState current) {
        metrics.conflict();
        CallState mine = line.committed;
        if (mine == null || mine != loaded) {
            List<Fact> again = mine == null ? List.of() : line.remembered();
            step(line, current == null ? CallState.unopened(line.callId, epochs.get()) : current, null, again);
        } else if (current == null) {
            metrics.forgotten();
            CallState nothing = CallState.unopened(line.callId, mine.epoch());
            step(line, nothing, mine.begunAnewAs(epochs.get()), line.remembered());
        } else if (!current.epoch().equals(mine.epoch())) {
            step(line, current, null, line.remembered());
        } else if (current.version() < mine.version()) {
            metrics.forgotten();
            step(line, current, current.continuedAs(epochs.get()), line.remembered());
        } else {
            step(line, current, null, List.of());
        }
    }

    private void spent(CallLine line, List<Waiting> batch, Set<Integer> indices, CallState loaded, @Nullable CallState base,
            List<Fact> again) {
        List<Waiting> signed = batch.stream().filter(waiting -> waiting.signature != null).toList();
        List<Waiting> replayed = indices.stream().map(signed::get).toList();
        settle(line, replayed, new Applied.Replayed());
        step(line, loaded, base, again);
    }

    private void failed(CallLine line, Throwable cause) {
        if (isAboutThisCall(cause) && ++line.refusals >= MOST_REFUSALS) {
            LOG.errorf("call %s: %s; what waited for it is dropped", line.callId, cause.getMessage());
            metrics.dropped();
            settle(line, line.next(), new Applied.Refused());
            line.refusals = 0;
            line.committed = null;
            proceed(line);
            return;
        }
        inFlight--;
        ready.addFirst(line);
        if (!pausing && commits.isUp()) {
            pausing = true;
            if (!refused) {
                refused = true;
                LOG.warnf("Redis refused a commit: %s; trying again", cause.getMessage());
            }
            String reason = String.valueOf(cause.getMessage());
            if (reason.startsWith("READONLY") || reason.startsWith("MASTERDOWN") || reason.contains("not in time")) {
                commits.reconnect(cause);
            }
            later.run(RETRY_MS, () -> {
                pausing = false;
                pump();
            });
        }
        acknowledgeAll();
    }

    /// Whether a refusal is about what is stored of this one call, and not about Redis: trying for ever would not help, and hold up the others.
    private static boolean isAboutThisCall(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        return reason.contains("WRONGTYPE") || reason.startsWith("the hash of call");
    }

    private void settle(CallLine line, List<Waiting> done, Applied how) {
        line.removeAll(done);
        for (Waiting waiting : done) {
            if (waiting.spooled) {
                spool.release(waiting.size);
            }
            waiting.promise.tryComplete(how);
        }
    }

    private void proceed(CallLine line) {
        inFlight--;
        if (line.hasWork()) {
            ready.add(line);
        } else {
            done(line);
        }
        pump();
    }

    private void done(CallLine line) {
        line.busy = false;
        working.remove(line);
    }

    /// Facts of one step, reduced one after the other.
    private static final class Reduction {
        private CallState state;
        private final List<CallEvent> events = new ArrayList<>(2);
        private final List<Command> commands = new ArrayList<>(0);
        private final List<Measure> measures = new ArrayList<>(1);
        private final Map<Long, Long> begunAt = new HashMap<>(0);

        private Reduction(CallState state) {
            this.state = state;
        }

        private void add(Transition transition) {
            state = transition.state();
            events.addAll(transition.events());
            commands.addAll(transition.commands());
            measures.addAll(transition.measures());
            begunAt.putAll(transition.begunAt());
        }
    }
}
