package dev.liveline.simulator.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the keys of a call take in Redis, asked over the bare protocol: two commands are not worth a client.
final class RedisMemory {

    private RedisMemory() {}

    /// Bytes of all keys whose name holds the call's id.
    static long bytesOf(String callId, String redisUrl) throws IOException {
        URI url = URI.create(redisUrl);
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            long bytes = 0;
            for (Object key : (List<?>) ask(socket, in, "KEYS", "*" + callId + "*")) {
                bytes += (Long) ask(socket, in, "MEMORY", "USAGE", (String) key, "SAMPLES", "0");
            }
            return bytes;
        }
    }

    private static Object ask(Socket socket, InputStream in, String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(word).append("\r\n");
        }
        OutputStream out = socket.getOutputStream();
        out.write(command.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        return read(in);
    }

    private static Object read(InputStream in) throws IOException {
        int kind = in.read();
        String head = line(in);
        return switch (kind) {
            case ':' -> Long.valueOf(head);
            case '$' -> {
                String text = new String(in.readNBytes(Integer.parseInt(head)), StandardCharsets.UTF_8);
                in.skipNBytes(2);
                yield text;
            }
            case '*' -> {
                List<Object> items = new ArrayList<>();
                for (int i = Integer.parseInt(head); i > 0; i--) {
                    items.add(read(in));
                }
                yield items;
            }
            default -> throw new IOException("Redis answered: " + head);
        };
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis hung up");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }
}
