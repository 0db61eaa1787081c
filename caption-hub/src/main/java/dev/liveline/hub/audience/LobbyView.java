package dev.liveline.hub.audience;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// The live calls, as reads of all shards found them.
public interface LobbyView {

    /// The live calls somebody may see, in one message.
    ///
    /// @param sees whether calls of a team may be seen
    Message snapshot(Predicate<@Nullable String> sees);

    /// Whether what the snapshot says of this event's call is as new as the event.
    boolean includes(Message event);
}
