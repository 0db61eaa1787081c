package dev.liveline.events;

/// The `type` words of events, as docs/interfaces.md fixes them.
public final class EventTypes {

    public static final String CALL_STARTED = "call.started";
    public static final String CALL_STATUS = "call.status";
    public static final String CAPTION = "caption";
    public static final String SPEECH = "speech";
    public static final String BARGE_IN = "barge-in";
    public static final String TOOL = "tool";
    public static final String COMMAND = "command";
    public static final String MEDIA = "media";
    public static final String CALL_ENDED = "call.ended";
    /// Not an event of the call's history: every key of the call was erased. It has no `seq`; viewers are told and closed.
    public static final String CALL_ERASED = "call.erased";

    private EventTypes() {}
}
