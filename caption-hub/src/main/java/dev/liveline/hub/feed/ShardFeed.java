package dev.liveline.hub.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.liveline.events.EventEntry;
import dev.liveline.events.EventTypes;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.LoopListener;
import dev.liveline.events.redis.ReadMode;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.events.redis.StreamEntry;
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.audience.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// One shard's events on their way to those who watch its calls, and the proof that they arrive.
///
/// The proof: a silent shard gets an entry of our own once an interval, which must come back through the reader before the next. What others
/// write counts as well, so a busy shard needs none. Two misses in a row make the shard unproven and its reader start over.
final class ShardFeed implements LoopListener {

    private static final Logger LOG = Logger.getLogger(ShardFeed.class);

    /// The type of our own entries; no viewer ever sees one.
    private static final String PROBE = "probe";
    private static final int MISSES_ALLOWED = 2;

    private final int shard;
    private final String stream;
    private final CaptionHub hub;
    private final Redis redis;
    private final int maxLength;
    private final FeedListener listener;
    private final ReadingLoop loop;

    /// On the loop's context only.
    private List<Message> batch = new ArrayList<>();

    /// Whether anything, and whether an event, was read since the last judgement.
    private volatile boolean heard;
    private volatile boolean busy;
    private volatile boolean proven;
    private boolean awaited;
    private int misses;

    /// @param maxLength entries the stream is trimmed to when a probe is put on it
    ShardFeed(Vertx vertx, Redis readers, Redis redis, int shard, CaptionHub hub, int maxLength, ReadingLoop.Settings settings,
            RandomGenerator random, FeedListener listener) {
        this.shard = shard;
        this.stream = Streams.events(shard);
        this.hub = hub;
        this.redis = redis;
        this.maxLength = maxLength;
        this.listener = listener;
        this.loop = new ReadingLoop(vertx, readers, List.of(stream), new ReadMode.EachOfUs(this::take), settings, random, this);
    }

    void start() {
        loop.start();
    }

    Future<Void> stop() {
        return loop.stop();
    }

    /// Whether what is written to the shard has lately been seen to arrive.
    boolean isProven() {
        return proven;
    }

    /// Judges the time since the last call, and asks for the next proof. Called once a probe interval, by one thread at a time.
    synchronized void prove() {
        boolean events = busy;
        busy = false;
        if (heard) {
            misses = 0;
        } else if (awaited) {
            misses++;
            listener.probeMissed(shard);
            if (misses >= MISSES_ALLOWED) {
                startOver();
            }
        }
        heard = false;
        awaited = !events;
        if (awaited) {
            sendProbe();
        }
    }

    private void startOver() {
        if (proven) {
            LOG.errorf("shard %d: nothing arrives any more; the hub is not ready, its reader starts over", shard);
        }
        proven = false;
        loop.reconnect();
    }

    private void sendProbe() {
        redis
            .send(Request.cmd(Command.XADD)
                .arg(stream)
                .arg("MAXLEN")
                .arg("~")
                .arg(maxLength)
                .arg("*")
                .arg(EventEntry.TYPE)
                .arg(PROBE)
                .arg(EventEntry.CALL)
                .arg(""))
            .onFailure(failure -> LOG.debugf("shard %d: no probe was written: %s", shard, failure.toString()));
    }

    private void take(StreamEntry entry) {
        if (!heard) {
            heard = true;
            proven = true;
        }
        String type = entry.text(EventEntry.TYPE);
        if (type.equals(PROBE)) {
            return;
        }
        busy = true;
        listener.read(shard);
        String callId = entry.text(EventEntry.CALL);
        if (!hub.wants(callId, type)) {
            return;
        }
        String team = entry.text(EventEntry.TEAM);
        boolean erased = type.equals(EventTypes.CALL_ERASED);
        batch.add(new Message(callId, erased ? "" : entry.text(EventEntry.EPOCH), erased ? 0 : entry.number(EventEntry.SEQ),
                type,
                team.isEmpty() ? null : team, entry.optional(EventEntry.UTTERANCE), entry.optional(EventEntry.PARTIAL) != null,
                entry.bytes(EventEntry.JSON).getBytes(), millisOf(entry.id())));
        if (batch.size() == 1) {
            // Entries of one read come one after the other within one task; they are published together after it.
            Context here = Vertx.currentContext();
            if (here == null) {
                publish();
            } else {
                here.runOnContext(_ -> publish());
            }
        }
    }

    private void publish() {
        List<Message> full = batch;
        batch = new ArrayList<>();
        hub.publish(full);
    }

    private static long millisOf(String entryId) {
        return Long.parseLong(entryId, 0, entryId.indexOf('-'), 10);
    }

    @Override
    public void connected() {
        hub.verify(shard);
        sendProbe();
    }

    @Override
    public void disconnected(Throwable cause) {
        LOG.warnf("shard %d: the reader lost its connection: %s", shard, cause.toString());
        listener.reconnecting(shard);
    }

    @Override
    public void stalled() {
        LOG.warnf("shard %d: a read did not come back", shard);
    }

    @Override
    public void historyLost(String stream) {
        LOG.errorf("shard %d: Redis forgot events that were read; viewers get fresh snapshots", shard);
        listener.historyLost(shard);
        hub.restart(shard);
    }

    @Override
    public void failed(StreamEntry entry, Throwable cause) {
        LOG.warnf("shard %d: entry %s was passed over: %s", shard, entry.id(), cause.toString());
        listener.passedOver(shard);
    }
}
