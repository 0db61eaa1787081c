package dev.liveline.hub.testing;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.JsonObject;

/// A viewer as a good client is one: it watches one call, and when its connection ends for whatever reason it comes back, perhaps at another
/// hub, and resumes. It notes what it was told and what it should not have been told. Runs on a thread of its own.
public final class ResilientViewer implements AutoCloseable {

    private final Supplier<URI> hub;
    private final String callId;
    private final String token;
    private final boolean stream;

    private final List<String> finals = new CopyOnWriteArrayList<>();
    private final List<Long> seqs = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile String epoch = "";
    private volatile long seq;
    private volatile int connections;
    private volatile int snapshots;
    private volatile boolean running = true;
    private volatile @Nullable AutoCloseable connection;

    /// @param hub    where to connect, asked each time
    /// @param stream whether over an event stream instead of a WebSocket
    public ResilientViewer(Supplier<URI> hub, String callId, String token, boolean stream) {
        this.hub = hub;
        this.callId = callId;
        this.token = token;
        this.stream = stream;
        Thread.ofVirtual().start(this::run);
    }

    /// The JSON of every final it holds, in the order it got them.
    public List<String> finals() {
        return finals;
    }

    /// The `seq` of every event that is no partial and came after the first snapshot.
    public List<Long> settled() {
        return seqs;
    }

    /// What a hub may not do: `seq` that does not rise, events before a snapshot, a snapshot although it could resume.
    public List<String> complaints() {
        return complaints;
    }

    public long seq() {
        return seq;
    }

    public int connections() {
        return connections;
    }

    public int snapshots() {
        return snapshots;
    }

    /// Cuts the connection; it will come back.
    public void cut() {
        AutoCloseable open = connection;
        if (open != null) {
            close(open);
        }
    }

    @Override
    public void close() {
        running = false;
        cut();
    }

    private void run() {
        while (running) {
            try {
                if (stream) {
                    watchStream();
                } else {
                    watchSocket();
                }
            } catch (CompletionException | UncheckedIOException notThere) {
                pause(50);
            } catch (RuntimeException unexpected) {
                complaints.add("gave up: " + unexpected);
                return;
            }
            pause(20 + ThreadLocalRandom.current().nextInt(100));
        }
    }

    private void watchSocket() {
        String since = epoch.isEmpty() ? "" : "?since=" + epoch + ":" + seq;
        URI uri = URI.create(hub.get().toString().replaceFirst("http", "ws") + "captions/" + callId + since);
        try (SocketClient client = SocketClient.connect(uri, HubUnderTest.bearer(token))) {
            connection = client::cut;
            connections++;
            int read = 0;
            while (running && (client.closeCode() == -1 || read < client.messages().size())) {
                read = take(client.messages(), read);
            }
        }
    }

    private void watchStream() {
        Map<String, String> headers = epoch.isEmpty()
                ? HubUnderTest.bearer(token)
                : Map.of("Authorization", "Bearer " + token, "Last-Event-ID", epoch + ":" + seq);
        try (StreamClient client = StreamClient.connect(hub.get().resolve("captions/" + callId + "/events"), headers)) {
            connection = client;
            connections++;
            int read = 0;
            while (running && (!client.hasEnded() || read < client.entries().size())) {
                List<String> told = new ArrayList<>();
                // A part of the list itself may not be looked at while it grows.
                List<StreamClient.Entry> entries = List.copyOf(client.entries());
                for (StreamClient.Entry entry : entries.subList(read, entries.size())) {
                    told.add(entry.event().equals("close") ? "" : entry.data());
                }
                read += told.size();
                take(told, 0);
            }
        }
    }

    private int take(List<String> messages, int from) {
        int to = messages.size();
        for (int i = from; i < to; i++) {
            if (!messages.get(i).isEmpty()) {
                told(messages.get(i));
            }
        }
        if (from == to) {
            pause(2);
        }
        return to;
    }

    private void told(String text) {
        JsonObject message = new JsonObject(text);
        if (message.getString("type").equals("snapshot")) {
            snapshots++;
            if (!epoch.isEmpty()) {
                complaints.add("a snapshot, although it stood at " + epoch + ":" + seq);
            }
            finals.clear();
            message.getJsonArray("captions").forEach(caption -> {
                if (((JsonObject) caption).getBoolean("final")) {
                    finals.add(((JsonObject) caption).encode());
                }
            });
            epoch = message.getString("epoch");
            seq = message.getLong("seq");
            return;
        }
        long next = message.getLong("seq");
        if (next <= seq || !message.getString("epoch").equals(epoch)) {
            complaints.add(next + " after " + seq);
        }
        seq = next;
        boolean caption = message.getString("type").equals("caption");
        if (caption && message.getBoolean("final")) {
            finals.add(text);
        }
        if (!caption || message.getBoolean("final")) {
            seqs.add(next);
        }
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception alreadyGone) {
            Thread.onSpinWait();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
