package dev.liveline.router.bridge;

/// Why a bridged call's media ended, and what the caller is owed then.
public enum BridgeEnding {

    /// Vapi hung up: the conversation is over.
    ASSISTANT_ENDED("assistant-ended", 1000, false),
    /// Twilio told that the stream stopped: the caller hung up, or was led elsewhere.
    CALLER_GONE("caller-gone", 1000, true),
    /// Twilio's socket broke, or went silent.
    STREAM_LOST("stream-lost", 1001, true),
    /// Vapi's socket could not be opened, or not again.
    ASSISTANT_LOST("assistant-lost", 1011, true),
    /// The stream is no mu-law at 8 kHz.
    FORMAT_REFUSED("format-refused", 1003, true),
    /// Nobody announced the call, or its ticket has expired.
    UNKNOWN_CALL("unknown-call", 1008, true),
    /// Redis could not be asked what call it is.
    NOT_FOUND_OUT("not-found-out", 1013, true),
    /// No stream started on the socket.
    NEVER_STARTED("never-started", 1002, true),
    /// Too much on the socket was no message.
    UNREADABLE("unreadable", 1007, true),
    /// Another socket was opened for the same call.
    SUPERSEDED("superseded", 1000, true),
    /// A fault of ours.
    BROKEN("broken", 1011, true),
    /// This replica is being stopped.
    DRAINED("drained", 1001, true);

    private final String word;
    private final short closeCode;
    private final boolean toFallback;

    BridgeEnding(String word, int closeCode, boolean toFallback) {
        this.word = word;
        this.closeCode = (short) closeCode;
        this.toFallback = toFallback;
    }

    /// The word in Redis, metrics and logs.
    public String word() {
        return word;
    }

    /// What Twilio's socket is closed with.
    public short closeCode() {
        return closeCode;
    }

    /// Whether a caller who is still there is to be led to the number's fallback; else the call is over.
    public boolean toFallback() {
        return toFallback;
    }
}
