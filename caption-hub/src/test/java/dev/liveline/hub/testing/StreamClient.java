package dev.liveline.hub.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.json.JsonObject;

/// An event-stream (SSE) client that notes what it gets.
public final class StreamClient implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /// Until an answer begins.
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// @param id empty if it has none
    public record Entry(String id, String event, String data) {

        public JsonObject json() {
            return new JsonObject(data);
        }
    }

    private final HttpResponse<InputStream> response;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private StreamClient(HttpResponse<InputStream> response) {
        this.response = response;
    }

    public static StreamClient connect(URI uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LONGEST);
        headers.forEach(request::header);
        try {
            StreamClient client = new StreamClient(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
            Thread.ofVirtual().start(client::read);
            return client;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public List<Entry> entries() {
        return entries;
    }

    public List<String> comments() {
        return comments;
    }

    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException alreadyGone) {
            ended = true;
        }
    }

    private void read() {
        List<String> lines = new ArrayList<>();
        try (InputStream body = response.body()) {
            byte[] buffer = new byte[8192];
            ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        String text = unfinished.toString(StandardCharsets.UTF_8);
                        unfinished.reset();
                        if (text.isEmpty()) {
                            note(lines);
                            lines.clear();
                        } else {
                            lines.add(text);
                        }
                    } else {
                        unfinished.write(buffer[i]);
                    }
                }
            }
        } catch (IOException gone) {
            comments.add("cut");
        }
        ended = true;
    }

    private void note(List<String> lines) {
        String id = "";
        String event = "";
        String data = null;
        for (String line : lines) {
            if (line.startsWith(":")) {
                comments.add(line);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
        if (data != null) {
            entries.add(new Entry(id, event, data));
        }
    }
}
