package dev.liveline.events;

/// The keys of one call and of its shard. Only transcript-service's commit writes them; caption-hub and call-router read.
///
/// @param call   hash: the call's state, one field a fact, see [CallFields]
/// @param log    stream: every event of the call but partial captions, entry id `<seq>-0`, see [LogEntry]
/// @param erased string: present from an erasure until the retention time is over; messages of the call are dropped meanwhile
/// @param live   sorted set of the shard: ids of calls that have not ended, scored by the time of their last event
/// @param ended  sorted set of the shard: ids of calls that have ended, scored by the time they began
/// @param events stream of the shard the call's events go to
/// @param commands stream of the shard the call's commands go to
public record CallKeys(String call, String log, String erased, String live, String ended, String events, String commands) {

    private static final int LONGEST_ID = 128;

    /// Whether a string may be a call's id: a letter or digit, then letters, digits and `._:@+-`, at most 128 in all. Ids become parts of keys:
    /// no braces (they would move the key to another slot), no white space.
    public static boolean isCallId(String candidate) {
        int length = candidate.length();
        if (length == 0 || length > LONGEST_ID || !isLetterOrDigit(candidate.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = candidate.charAt(i);
            if (!isLetterOrDigit(c) && "._:@+-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /// @throws IllegalArgumentException if it may not be a call's id
    public static CallKeys of(Shards shards, String callId) {
        if (!isCallId(callId)) {
            throw new IllegalArgumentException("not a call id");
        }
        int shard = shards.of(callId);
        String call = "liveline:call:" + Shards.tag(shard) + ":" + callId;
        return new CallKeys(call, call + ":log", call + ":erased", live(shard), ended(shard), Streams.events(shard),
                Streams.commands(shard));
    }

    public static String live(int shard) {
        return "liveline:calls:" + Shards.tag(shard) + ":live";
    }

    public static String ended(int shard) {
        return "liveline:calls:" + Shards.tag(shard) + ":ended";
    }
}
