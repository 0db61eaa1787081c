package dev.liveline.hub.feed;

import org.jboss.logging.Logger;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.EventAppend;
import io.vertx.redis.client.Redis;

/// The proof that what is written to one shard arrives.
///
/// A silent shard gets an entry of our own once an interval, which must come back through the reader before the next. What others write counts
/// as well, so a busy shard needs none. Two misses in a row make the shard unproven.
final class ShardProof {

    /// The text of our own entries; no viewer ever sees one.
    static final String PROBE = "probe";

    private static final Logger LOG = Logger.getLogger(ShardProof.class);
    private static final int MISSES_ALLOWED = 2;

    private final int shard;
    private final Redis redis;
    private final RedisKind kind;
    private final int maxLength;
    private final FeedListener listener;

    /// Whether anything, and whether an event, was read since the last judgement.
    private volatile boolean heard;
    private volatile boolean busy;
    private volatile boolean proven;
    private boolean awaited;
    private int misses;

    /// @param redis     the client probes are written with
    /// @param maxLength entries the stream is trimmed to when a probe is put on it
    ShardProof(int shard, Redis redis, RedisKind kind, int maxLength, FeedListener listener) {
        this.shard = shard;
        this.redis = redis;
        this.kind = kind;
        this.maxLength = maxLength;
        this.listener = listener;
    }

    int shard() {
        return shard;
    }

    /// Whether what is written to the shard has lately been seen to arrive.
    boolean isProven() {
        return proven;
    }

    /// An entry arrived. On the reader's loop.
    void arrived(boolean event) {
        if (!heard) {
            heard = true;
            proven = true;
        }
        if (event && !busy) {
            busy = true;
        }
    }

    /// Judges the time since the last call, and asks for the next proof. Called once a probe interval, by one thread at a time.
    ///
    /// @return whether the shard can no longer prove anything: its reader must start over
    synchronized boolean judge() {
        boolean events = busy;
        busy = false;
        boolean lost = false;
        if (heard) {
            misses = 0;
        } else if (awaited) {
            misses++;
            listener.probeMissed(shard);
            lost = misses >= MISSES_ALLOWED;
        }
        if (lost) {
            if (proven) {
                LOG.errorf("shard %d: nothing arrives any more; the hub is not ready, its reader starts over", shard);
            }
            proven = false;
        }
        heard = false;
        awaited = !events;
        if (awaited) {
            send();
        }
        return lost;
    }

    /// Its reader cannot get a connection: nothing is proven until something arrives again.
    void unreachable() {
        heard = false;
        proven = false;
    }

    /// Puts an entry of our own on the shard's stream.
    void send() {
        String stream = Streams.events(shard);
        redis.send(EventAppend.request(stream, kind.channel(stream), maxLength, PROBE))
            .onFailure(failure -> LOG.debugf("shard %d: no probe was written: %s", shard, failure.toString()));
    }
}
