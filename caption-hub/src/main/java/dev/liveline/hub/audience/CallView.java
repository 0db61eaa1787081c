package dev.liveline.hub.audience;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// A call as one atomic read found it.
public sealed interface CallView {

    /// There is no such call, or not yet.
    ///
    /// @param snapshot what somebody who may see it anyway is told
    record Unknown(Message snapshot) implements CallView {}

    /// @param epoch    of the history that is held
    /// @param seq      of the newest event
    /// @param firstHeld `seq` of the oldest event still held; above 1 if the beginning was trimmed
    /// @param after    only events with a higher `seq` were read
    /// @param events   all but the partials that were replaced, by rising `seq`
    /// @param snapshot the whole call in one message; null unless everything was read (`after` 0)
    record Known(String epoch, long seq, @Nullable String team, long firstHeld, long after, List<Message> events,
            @Nullable Message snapshot) implements CallView {

        public Known {
            events = List.copyOf(events);
        }

        /// Whether a viewer who stands there can be given all it missed.
        boolean continues(Position since) {
            return since.epoch().equals(epoch) && since.seq() <= seq && since.seq() >= after
                    && (firstHeld <= 1 || firstHeld <= since.seq() + 1);
        }
    }
}
