package dev.liveline.hub.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventHead;
import dev.liveline.events.EventTypes;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.EntrySource;
import dev.liveline.events.redis.LoopListener;
import dev.liveline.events.redis.PushedLoop;
import dev.liveline.events.redis.ReadMode;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.events.redis.StreamEntry;
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.audience.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// The events of some shards on their way to those who watch their calls. What comes in one piece is published together: each viewer's wire is
/// flushed once.
final class FeedReader implements LoopListener {

    private static final Logger LOG = Logger.getLogger(FeedReader.class);
    /// After so many failures to connect in a row, which is half a second, there is no need to wait for probes to be missed.
    private static final int UNREACHABLE = 3;
    private static final byte[] PROBE = ShardProof.PROBE.getBytes(StandardCharsets.UTF_8);

    private final List<ShardProof> shards;
    private final Map<String, ShardProof> byStream;
    private final CaptionHub hub;
    private final FeedListener listener;
    private final EntrySource source;

    /// Connections lost, or not got, since there was one. On the loop's context only, as what follows.
    private int failures;
    private List<Message> batch = new ArrayList<>();

    /// @param shards to read; on a Redis Cluster one
    FeedReader(Vertx vertx, CaptionFeed.Clients clients, List<ShardProof> shards, CaptionHub hub, ReadingLoop.Settings settings,
            RandomGenerator random, FeedListener listener) {
        this.shards = shards;
        this.byStream = shards.stream().collect(Collectors.toMap(shard -> Streams.events(shard.shard()), Function.identity()));
        this.hub = hub;
        this.listener = listener;
        ReadMode.EachOfUs mode = new ReadMode.EachOfUs(this::take);
        RedisKind kind = clients.kind();
        this.source = kind.isCluster()
                ? new ReadingLoop(vertx, clients.reads(), List.copyOf(byStream.keySet()), mode, settings, random, this)
                : new PushedLoop(vertx, clients.reads(), clients.probes(),
                        byStream.keySet().stream().collect(Collectors.toMap(kind::channel, Function.identity())), mode,
                        settings,
                        random, this);
    }

    void start() {
        source.start();
    }

    Future<Void> stop() {
        return source.stop();
    }

    /// Judges every shard, and starts over if one of them can prove nothing any more.
    void prove() {
        boolean lost = false;
        for (ShardProof shard : shards) {
            lost |= shard.judge();
        }
        if (lost) {
            source.reconnect();
        }
    }

    private void take(StreamEntry entry) {
        ShardProof shard = byStream.get(entry.stream());
        byte[] text = entry.bytes(EventEntry.FIELD).getBytes();
        boolean event = !Arrays.equals(text, PROBE);
        shard.arrived(event);
        if (!event) {
            return;
        }
        listener.read(shard.shard());
        int end = EventEntry.headEnd(text);
        EventHead head = EventHead.read(new String(text, 0, Math.max(0, end), StandardCharsets.UTF_8));
        if (!hub.wants(head.callId(), head.type())) {
            return;
        }
        boolean erased = head.type().equals(EventTypes.CALL_ERASED);
        batch.add(new Message(head.callId(), erased ? "" : head.epoch(), head.seq(), head.type(), head.team(), head.utterance(),
                head.partial(), Arrays.copyOfRange(text, end + 1, text.length), head.at()));
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
        batch = new ArrayList<>(full.size());
        hub.publish(full);
    }

    @Override
    public void connected() {
        failures = 0;
        for (ShardProof shard : shards) {
            hub.verify(shard.shard());
            shard.send();
        }
    }

    @Override
    public void disconnected(Throwable cause) {
        LOG.warnf("%s: the reader lost its connection: %s", this, cause.toString());
        shards.forEach(shard -> listener.reconnecting(shard.shard()));
        if (++failures == UNREACHABLE) {
            shards.forEach(ShardProof::unreachable);
        }
    }

    @Override
    public void stalled() {
        LOG.warnf("%s: a read did not come back", this);
    }

    @Override
    public void historyLost(String stream) {
        int shard = byStream.get(stream).shard();
        LOG.errorf("shard %d: Redis forgot events that were read; viewers get fresh snapshots", shard);
        listener.historyLost(shard);
        hub.restart(shard);
    }

    @Override
    public void failed(StreamEntry entry, Throwable cause) {
        int shard = byStream.get(entry.stream()).shard();
        LOG.warnf("shard %d: entry %s was passed over: %s", shard, entry.id(), cause.toString());
        listener.passedOver(shard);
    }

    @Override
    public String toString() {
        return "shards " + shards.stream().map(shard -> Integer.toString(shard.shard())).collect(Collectors.joining(","));
    }
}
