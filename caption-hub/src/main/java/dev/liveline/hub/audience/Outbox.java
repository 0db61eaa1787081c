package dev.liveline.hub.audience;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a viewer has not been sent yet, because its wire is full.
///
/// A newer caption of an utterance takes an unsent partial of it out and goes to the end: put in its place it would overtake what came
/// between, and `seq` must rise on the wire. Nothing else is ever taken out. The bound counts live messages; history (a snapshot, the
/// missed events) is what the viewer asked for and is let in whole, one history at a time.
final class Outbox {

    /// @param messages live messages held at most
    /// @param bytes    their JSON together, at most
    record Bound(int messages, int bytes) {}

    /// What became of a message that was put in.
    enum Put {
        HELD, REPLACED, OVERFLOW
    }

    private record Utterance(String callId, String utterance) {}

    private record Held(Message message, boolean live) {}

    private final Bound bound;
    /// In order of sending. Partials under their utterance, all else under a key of its own.
    private final Map<Object, Held> held = new LinkedHashMap<>();
    private int messages;
    private int bytes;

    Outbox(Bound bound) {
        this.bound = bound;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    int messages() {
        return messages;
    }

    int bytes() {
        return bytes;
    }

    /// Takes an event that happened now. After [Put#OVERFLOW] the outbox is of no more use.
    Put put(Message message) {
        Object key = message.utterance() == null ? new Object() : new Utterance(message.callId(), message.utterance());
        Held replaced = message.utterance() == null ? null : held.remove(key);
        if (replaced != null) {
            forget(replaced);
        }
        messages++;
        bytes += message.json().length;
        if (messages > bound.messages || bytes > bound.bytes) {
            return Put.OVERFLOW;
        }
        held.put(message.partial() ? key : new Object(), new Held(message, true));
        return replaced == null ? Put.HELD : Put.REPLACED;
    }

    /// Takes a piece of history, whatever its size.
    void putHistory(Message message) {
        held.put(new Object(), new Held(message, false));
    }

    /// Takes out what is to be sent next.
    @Nullable
    Message poll() {
        Iterator<Held> first = held.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Held next = first.next();
        first.remove();
        forget(next);
        return next.message;
    }

    /// Takes out all of one call, when the viewer stops watching it.
    void dropCall(String callId) {
        held.values().removeIf(unsent -> {
            boolean its = unsent.message.callId().equals(callId);
            if (its) {
                forget(unsent);
            }
            return its;
        });
    }

    private void forget(Held gone) {
        if (gone.live) {
            messages--;
            bytes -= gone.message.json().length;
        }
    }
}
