package dev.liveline.events;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// How calls are spread: every key of one call carries the hash tag of its shard, so that all that one commit touches lies in one Redis
/// Cluster slot. The number is configuration (`liveline.shards`), the same for all services.
///
/// @param count 1 to 100
public record Shards(int count) {

    private static final int MOST = 100;
    private static final String[] TAGS = IntStream.range(0, MOST)
        .mapToObj(shard -> shard < 10 ? "{0" + shard + "}" : "{" + shard + "}")
        .toArray(String[]::new);

    public Shards {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("liveline.shards must be 1 to 100");
        }
    }

    /// The shard of a call: CRC-32 of its id, modulo the number of shards. Stable over restarts and languages.
    public int of(String callId) {
        CRC32 crc = new CRC32();
        crc.update(callId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % count);
    }

    /// The hash tag of a call's shard, such as `{07}`.
    public String tag(String callId) {
        return tag(of(callId));
    }

    /// The hash tag of a shard.
    public static String tag(int shard) {
        return TAGS[shard];
    }

    /// The numbers of all shards.
    public IntStream all() {
        return IntStream.range(0, count);
    }

    /// The event streams of all shards.
    public Stream<String> eventStreams() {
        return all().mapToObj(Streams::events);
    }

    /// The command streams of all shards.
    public Stream<String> commandStreams() {
        return all().mapToObj(Streams::commands);
    }
}
