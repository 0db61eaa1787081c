package dev.liveline.hub.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// All audiences of this replica, one a loop: spreads the feed over those that want it. Safe for use by any thread.
///
/// Events of one call must be published by one thread, in order; then every viewer gets them in that order.
public final class CaptionHub {

    private final Outbox.Bound bound;
    private final SharedReads<CallView> reads;
    private final SharedReads<LobbyView> lobbyReads;
    private final ToIntFunction<String> shardOf;
    private final AudienceListener listener;
    private final List<Audience> audiences = new CopyOnWriteArrayList<>();

    /// @param maxUnsent      messages a viewer's outbox holds at most
    /// @param maxUnsentBytes their JSON together, at most
    /// @param shardOf        the shard of a call
    public CaptionHub(int maxUnsent, int maxUnsentBytes, SharedReads<CallView> reads, SharedReads<LobbyView> lobbyReads,
            ToIntFunction<String> shardOf, AudienceListener listener) {
        this.bound = new Outbox.Bound(maxUnsent, maxUnsentBytes);
        this.reads = reads;
        this.lobbyReads = lobbyReads;
        this.shardOf = shardOf;
        this.listener = listener;
    }

    /// A new audience; make one for each loop.
    public Audience openAudience(Loop loop) {
        Audience audience = new Audience(loop, bound, reads, lobbyReads, listener);
        audiences.add(audience);
        return audience;
    }

    public List<Audience> audiences() {
        return List.copyOf(audiences);
    }

    /// Whether anybody wants an event; asked before more of it is looked at.
    public boolean wants(String callId, String type) {
        for (Audience audience : audiences) {
            if (audience.wants(callId, type)) {
                return true;
            }
        }
        return false;
    }

    /// Hands a batch of events to those who want it.
    public void publish(List<Message> batch) {
        for (Audience audience : audiences) {
            List<Message> wanted = new ArrayList<>(batch.size());
            for (Message event : batch) {
                if (audience.wants(event.callId(), event.type())) {
                    wanted.add(event);
                }
            }
            if (!wanted.isEmpty()) {
                audience.loop().execute(() -> audience.deliver(wanted));
            }
        }
    }

    /// The feed of a shard came back: whatever was missed meanwhile is fetched for those who watch its calls.
    public void verify(int shard) {
        each(audience -> audience.verify(callId -> shardOf.applyAsInt(callId) == shard));
    }

    /// Redis forgot events of a shard: those who watch its calls get fresh snapshots.
    public void restart(int shard) {
        each(audience -> audience.restart(callId -> shardOf.applyAsInt(callId) == shard));
    }

    private void each(Consumer<Audience> action) {
        audiences.forEach(audience -> audience.loop().execute(() -> action.accept(audience)));
    }
}
