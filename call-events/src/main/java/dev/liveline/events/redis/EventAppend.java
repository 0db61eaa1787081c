package dev.liveline.events.redis;

import java.util.List;

import dev.liveline.events.EventEntry;
import dev.liveline.events.Streams;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/// Appends one entry to an event stream and publishes it in the same step, as [PushedLoop] wants it. For probes and tests; events come with the
/// commit they belong to, whose script does the same.
public final class EventAppend {

    private static final String SCRIPT = """
            local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', '%s', ARGV[3])
            if ARGV[1] ~= '' then
              redis.call('PUBLISH', ARGV[1], id .. ' ' .. ARGV[3])
            end
            return id
            """.formatted(EventEntry.FIELD);

    private EventAppend() {}

    /// @param stream    its name
    /// @param channel   of [Streams#channel]; empty to publish nothing
    /// @param maxLength about how many entries the stream keeps
    /// @param text      of an [EventEntry], or a probe
    public static Request request(String stream, String channel, int maxLength, String text) {
        Request eval = Request.cmd(Command.EVAL);
        words(stream, channel, maxLength, text).forEach(eval::arg);
        return eval;
    }

    /// The words that follow EVAL, for other clients.
    public static List<String> words(String stream, String channel, int maxLength, String text) {
        return List.of(SCRIPT, "1", stream, channel, Integer.toString(maxLength), text);
    }
}
