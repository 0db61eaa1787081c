package dev.liveline.hub.audience;

/// What audiences tell of themselves, for metrics. Called on their loops; must not block.
public interface AudienceListener {

    /// Counts nothing.
    AudienceListener NONE = new AudienceListener() {
    };

    /// How a viewer got its beginning of a call.
    enum Start {
        /// A first join: a snapshot.
        FRESH,
        /// Resumed: just what was missed.
        RECOVERED,
        /// Asked to resume, but got a snapshot.
        NOT_RECOVERED,
        /// Was there already and had a gap that could be filled.
        REPAIRED,
        /// Was there already and had to start again from a snapshot.
        RESTARTED
    }

    /// An event of a call went to this many viewers.
    default void delivered(Message event, int viewers) {}

    /// An unsent partial was replaced by a newer caption of its utterance.
    default void conflated() {}

    /// An outbox holds this much after a message was put into it.
    default void held(int messages, int bytes) {}

    default void started(Start start) {}

    default void closed(CloseReason reason) {}
}
