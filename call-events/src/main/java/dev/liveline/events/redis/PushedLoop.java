package dev.liveline.events.redis;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.UnreadableEntry;
import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/// Follows streams whose writers publish every entry as they append it ([PushedEntry]): pushed while the connection holds, read from the
/// stream when it did not.
///
/// Redis gives a subscriber all that is published, in order, until its connection ends; an entry and its push are one atomic step. So what a
/// subscriber missed is what was appended while it had no connection. After each connect it subscribes, then reads the streams from its
/// positions to their ends while pushes wait, then takes of those what it has not read. Centrifugo and Socket.IO's stream adapter keep a
/// history beside Pub/Sub for the same reason.
///
/// What is published in passing, on no stream, is handed on as it comes: never before an entry that was published before it, but after a connect
/// perhaps behind entries that were published after it and read meanwhile. Whoever minds holds their order against their contents.
///
/// A push costs Redis and its reader one write and one waking up for all that was written together, where an XREAD costs a request,
/// several writes and a place in the lists of the blocked (docs/decisions/0010). Not for a Redis Cluster, where every PUBLISH goes to every node.
public final class PushedLoop implements EntrySource {

    private static final int WAITING_AT_MOST = 8192;

    private final Redis reads;
    private final Settings settings;
    private final Map<String, String> streams;
    private final Positions positions;
    private final BroadcastReading reading;
    private final LoopListener listener;
    private final HeldConnection held;

    /// Pushes that came while the streams are read; null once all that came before them was read.
    private @Nullable ArrayDeque<PushedEntry> waiting;
    /// More came than may wait: they must be read.
    private boolean overflowed;
    private Promise<Void> subscribed = Promise.promise();
    private int unconfirmed;

    /// @param subscriptions whose connections hold subscriptions
    /// @param reads         what was missed is read with
    /// @param streams       to follow: the stream's name by its channel's name; at least one
    public PushedLoop(Vertx vertx, Redis subscriptions, Redis reads, Map<String, String> streams, EachOfUs mode,
            Settings settings,
            RandomGenerator random, LoopListener listener) {
        this.reads = reads;
        this.settings = settings;
        this.listener = listener;
        this.streams = Map.copyOf(streams);
        this.positions = new Positions(List.copyOf(this.streams.values()), listener);
        this.reading = new BroadcastReading(positions, mode, settings, listener);
        this.held = new HeldConnection(vertx, subscriptions, settings, random, listener, new HeldConnection.User() {
            @Override
            public Future<Void> prepare(RedisConnection fresh) {
                return subscribe(fresh).compose(_ -> positions.resolve(request -> held.here(reads.send(request))));
            }

            @Override
            public void use(RedisConnection open) {
                catchUp(open);
            }
        });
    }

    /// Starts following. Returns at once; Redis may be absent.
    @Override
    public void start() {
        held.start();
    }

    /// @return done when nothing comes any more
    @Override
    public Future<Void> stop() {
        return held.stop();
    }

    /// Closes the connection, if any, so that the loop starts again; for a delivery probe that was not answered.
    @Override
    public void reconnect() {
        held.reconnect();
    }

    private Future<Void> subscribe(RedisConnection fresh) {
        waiting = new ArrayDeque<>();
        overflowed = false;
        subscribed = Promise.promise();
        unconfirmed = streams.size();
        fresh.handler(message -> held.here(() -> pushed(fresh, message)));
        Request subscribe = Request.cmd(Command.SUBSCRIBE);
        streams.keySet().forEach(subscribe::arg);
        return fresh.send(subscribe).compose(_ -> subscribed.future());
    }

    private void pushed(RedisConnection open, Response message) {
        if (!held.is(open)) {
            return;
        }
        if (message.type() == ResponseType.ERROR) {
            held.failed(open, new IllegalStateException("Redis refuses the subscription: " + message));
        } else if (message.get(0).toString().equals("message")) {
            String stream = streams.get(message.get(1).toString());
            if (stream != null) {
                take(new PushedEntry(stream, message.get(2).toBuffer()));
            }
        } else if (--unconfirmed == 0) {
            subscribed.tryComplete();
        }
    }

    private void take(PushedEntry entry) {
        if (!entry.isReadable()) {
            listener.failed(entry, new UnreadableEntry("no writer of ours published this"));
        } else if (waiting == null) {
            handOn(entry);
        } else if (waiting.size() < WAITING_AT_MOST) {
            waiting.add(entry);
        } else {
            waiting.clear();
            overflowed = true;
        }
    }

    private void catchUp(RedisConnection open) {
        overflowed = false;
        Request read = positions.from(Request.cmd(Command.XREAD).arg("COUNT").arg(settings.batch()));
        held.guarded(open, reads.send(read)).onComplete(answer -> {
            if (!held.is(open)) {
                return;
            }
            if (answer.failed()) {
                held.failed(open, answer.cause());
                return;
            }
            int entries = reading.accept(answer.result());
            if (entries >= settings.batch() || overflowed) {
                catchUp(open);
            } else {
                live();
            }
        });
    }

    private void live() {
        held.proven();
        ArrayDeque<PushedEntry> came = waiting;
        waiting = null;
        if (came != null) {
            came.forEach(this::handOn);
        }
    }

    private void handOn(PushedEntry entry) {
        if (entry.isPassing()) {
            reading.handle(entry);
        } else {
            reading.take(entry);
        }
    }
}
