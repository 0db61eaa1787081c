package dev.liveline.hub.audience;

/// Why the hub ends a viewer's connection, as docs/interfaces.md fixes it, and whether the viewer may come back at once.
public enum CloseReason {

    /// The hub stops; another replica goes on.
    GOING_AWAY(4000, "going away", true),
    /// Ticket or token bad. Refused at the upgrade with HTTP 401; the code exists for intermediaries that hide the status.
    NOT_ADMITTED(4001, "ticket or token bad", false),
    /// Not your call, or there is none, or it was erased: one answer for all.
    NOT_YOURS(4003, "not your call", false),
    /// The outbox was full. Resuming gives what was missed.
    TOO_SLOW(4008, "too slow", true),
    /// The token expired or was withdrawn.
    WITHDRAWN(4009, "authorisation withdrawn", false),
    /// Too many messages from the viewer (RFC 6455: policy violation).
    FLOODING(1008, "too many messages", false),
    /// A binary message from the viewer (RFC 6455: data that cannot be accepted).
    BINARY(1003, "text messages only", false),
    /// Silent for two pings; nothing can be said to it.
    SILENT(1006, "silent", true),
    /// The viewer went by itself.
    LEFT(1000, "left", true);

    private final int code;
    private final String text;
    private final boolean comeBack;

    CloseReason(int code, String text, boolean comeBack) {
        this.code = code;
        this.text = text;
        this.comeBack = comeBack;
    }

    /// The WebSocket close code.
    public int code() {
        return code;
    }

    /// For people.
    public String text() {
        return text;
    }

    /// Whether reconnecting with the same right makes sense.
    public boolean comeBack() {
        return comeBack;
    }
}
