package dev.liveline.events.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Streams;
import dev.liveline.events.UnreadableEntry;
import dev.liveline.events.redis.ReadMode.OneOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// XREADGROUP, acknowledged after the handler succeeded. Entries of one call are handled in order, different calls side by side. A timer takes
/// over what other replicas, or an earlier self, left unfinished.
final class GroupReading implements StreamReading {

    private static final int DEAD_LETTERS_KEPT = 10_000;
    private static final long CONSUMER_FORGOTTEN_AFTER_MS = 24 * 3600 * 1000L;

    private static final int GONE_AT_ONCE = 100;

    private final Vertx vertx;
    private final Redis redis;
    private final List<String> streams;
    private final OneOfUs mode;
    private final Settings settings;
    private final LoopListener listener;

    private final Set<String> inFlight = new HashSet<>();
    private final Map<String, Future<Void>> tails = new HashMap<>();
    private Promise<Void> room = Promise.promise();
    private @Nullable Promise<Void> drained;
    private @Nullable Long reclaimer;

    GroupReading(Vertx vertx, Redis redis, List<String> streams, OneOfUs mode, Settings settings, LoopListener listener) {
        this.vertx = vertx;
        this.redis = redis;
        this.streams = streams;
        this.mode = mode;
        this.settings = settings;
        this.listener = listener;
        room.complete();
    }

    @Override
    public Future<Void> prepare(RedisConnection connection) {
        List<Future<Void>> made = new ArrayList<>();
        for (String stream : streams) {
            Request create = Request.cmd(Command.XGROUP).arg("CREATE").arg(stream).arg(mode.group()).arg("0").arg("MKSTREAM");
            made.add(connection.send(create)
                .<Void>mapEmpty()
                .recover(GroupReading::orExists)
                .compose(_ -> forgetOldConsumers(connection, stream)));
        }
        return Future.all(made).<Void>mapEmpty().onSuccess(_ -> startReclaiming());
    }

    private static Future<Void> orExists(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("BUSYGROUP") ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    /// Replicas come and go with new names: those silent for a day with nothing pending are taken off the group's list.
    private Future<Void> forgetOldConsumers(RedisConnection connection, String stream) {
        return connection.send(Request.cmd(Command.XINFO).arg("CONSUMERS").arg(stream).arg(mode.group())).compose(consumers -> {
            List<Future<Response>> removed = new ArrayList<>();
            for (Response consumer : consumers) {
                Map<String, Response> facts = facts(consumer);
                if (facts.get("pending").toLong() == 0 && facts.get("idle").toLong() > CONSUMER_FORGOTTEN_AFTER_MS) {
                    removed.add(connection.send(Request.cmd(Command.XGROUP)
                        .arg("DELCONSUMER")
                        .arg(stream)
                        .arg(mode.group())
                        .arg(facts.get("name").toString())));
                }
            }
            return Future.all(removed).mapEmpty();
        });
    }

    private static Map<String, Response> facts(Response consumer) {
        Map<String, Response> facts = new HashMap<>();
        if (consumer.getKeys().isEmpty()) {
            for (int i = 0; i + 1 < consumer.size(); i += 2) {
                facts.put(consumer.get(i).toString(), consumer.get(i + 1));
            }
        } else {
            consumer.getKeys().forEach(key -> facts.put(key, consumer.get(key)));
        }
        return facts;
    }

    @Override
    public Future<Void> ready() {
        return room.future();
    }

    @Override
    public Request request() {
        int free = Math.max(1, mode.maxInFlight() - inFlight.size());
        Request read = Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg(mode.group())
            .arg(mode.consumer())
            .arg("COUNT")
            .arg(Math.min(free, settings.batch()))
            .arg("BLOCK")
            .arg(settings.block().toMillis())
            .arg("STREAMS");
        streams.forEach(read::arg);
        streams.forEach(_ -> read.arg(">"));
        return read;
    }

    @Override
    public int accept(@Nullable Response response) {
        return ReadResponse.forEach(response, this::take);
    }

    @Override
    public Future<Void> stop() {
        if (reclaimer != null) {
            vertx.cancelTimer(reclaimer);
            reclaimer = null;
        }
        if (inFlight.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> idle = Promise.promise();
        drained = idle;
        return idle.future();
    }

    private void take(ReadEntry entry) {
        if (!inFlight.add(key(entry))) {
            return;
        }
        if (inFlight.size() >= mode.maxInFlight() && room.future().isComplete()) {
            room = Promise.promise();
        }
        String call = entry.optional(StreamAppender.CALL);
        String line = call == null ? entry.id() : call;
        Future<Void> before = tails.getOrDefault(line, Future.succeededFuture());
        Future<Void> mine = before.transform(_ -> handle(entry));
        tails.put(line, mine);
        mine.onComplete(_ -> {
            tails.remove(line, mine);
            inFlight.remove(key(entry));
            room.tryComplete();
            if (drained != null && inFlight.isEmpty()) {
                drained.tryComplete();
            }
        });
    }

    /// Never fails: whatever happens to one entry, the next of its call is handled.
    private Future<Void> handle(ReadEntry entry) {
        Future<Void> handled;
        try {
            handled = mode.handler().apply(entry);
        } catch (RuntimeException failure) {
            handled = Future.failedFuture(failure);
        }
        return handled.compose(_ -> acknowledge(entry).onSuccess(_ -> listener.handled(entry)))
            .recover(failure -> failure instanceof UnreadableEntry unreadable
                    ? deadLetter(entry, unreadable.getMessage())
                    : Future.failedFuture(failure))
            .recover(failure -> {
                listener.failed(entry, failure);
                return Future.succeededFuture();
            });
    }

    private Future<Void> acknowledge(ReadEntry entry) {
        return redis.send(Request.cmd(Command.XACK).arg(entry.stream()).arg(mode.group()).arg(entry.id())).mapEmpty();
    }

    /// First written there, then acknowledged here: a crash between leaves the entry twice, never nowhere.
    private Future<Void> deadLetter(ReadEntry entry, String reason) {
        Request add = Request.cmd(Command.XADD)
            .arg(Streams.deadLetters(entry.stream()))
            .arg("MAXLEN")
            .arg("~")
            .arg(DEAD_LETTERS_KEPT)
            .arg("*");
        for (Response part : entry.fields()) {
            add.arg(part.toBuffer());
        }
        add.arg("reason").arg(reason).arg("entry").arg(entry.id()).arg("group").arg(mode.group());
        return redis.send(add).compose(_ -> acknowledge(entry)).onSuccess(_ -> listener.deadLettered(entry, reason));
    }

    private void startReclaiming() {
        if (reclaimer == null) {
            reclaimer = vertx.setPeriodic(Math.max(50, mode.minIdle().toMillis() / 2), _ -> streams.forEach(this::reclaim));
        }
    }

    private void reclaim(String stream) {
        int free = mode.maxInFlight() - inFlight.size();
        if (free <= 0) {
            return;
        }
        redis
            .send(Request.cmd(Command.XAUTOCLAIM)
                .arg(stream)
                .arg(mode.group())
                .arg(mode.consumer())
                .arg(mode.minIdle().toMillis())
                .arg("0-0")
                .arg("COUNT")
                .arg(free))
            .onSuccess(claimed -> {
                boolean gone = false;
                for (Response entry : claimed.get(1)) {
                    if (entry != null && entry.size() == 2 && entry.get(1) != null) {
                        takeOver(new ReadEntry(stream, entry.get(0).toString(), entry.get(1)));
                    } else {
                        gone = true;
                    }
                }
                if (gone) {
                    acknowledgeGone(stream);
                }
            })
            .onFailure(listener::disconnected);
    }

    /// Redis 6.2 lists entries that were trimmed or erased while pending as nil, without their ids, and for ever: so many of them would keep
    /// others from being claimed. Later versions drop them by themselves.
    private void acknowledgeGone(String stream) {
        redis
            .send(Request.cmd(Command.XPENDING)
                .arg(stream)
                .arg(mode.group())
                .arg("-")
                .arg("+")
                .arg(GONE_AT_ONCE)
                .arg(mode.consumer()))
            .onSuccess(pending -> pending.forEach(claim -> {
                String id = claim.get(0).toString();
                redis.send(Request.cmd(Command.XRANGE).arg(stream).arg(id).arg(id)).onSuccess(found -> {
                    if (found.size() == 0) {
                        redis.send(Request.cmd(Command.XACK).arg(stream).arg(mode.group()).arg(id))
                            .onFailure(listener::disconnected);
                    }
                }).onFailure(listener::disconnected);
            }))
            .onFailure(listener::disconnected);
    }

    private void takeOver(ReadEntry entry) {
        if (inFlight.contains(key(entry))) {
            return;
        }
        redis.send(Request.cmd(Command.XPENDING).arg(entry.stream()).arg(mode.group()).arg(entry.id()).arg(entry.id()).arg(1))
            .onSuccess(pending -> {
                if (pending.size() == 0) {
                    return;
                }
                listener.reclaimed(entry);
                long deliveries = pending.get(0).get(3).toLong();
                if (deliveries > mode.maxDeliveries()) {
                    deadLetter(entry, "given up after " + mode.maxDeliveries() + " deliveries")
                        .onFailure(failure -> listener.failed(entry, failure));
                } else {
                    take(entry);
                }
            })
            .onFailure(failure -> listener.failed(entry, failure));
    }

    private static String key(ReadEntry entry) {
        return entry.stream() + ' ' + entry.id();
    }
}
