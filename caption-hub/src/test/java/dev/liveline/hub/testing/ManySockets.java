package dev.liveline.hub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Thousands of WebSocket viewers on one thread, cheap enough to measure a hub with: frames are counted, not kept. Text frames carry events
/// of ours; how old each is when it is read is noted from its `at`.
public final class ManySockets implements AutoCloseable {

    private static final byte[] AT = "\"at\":".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_AGES = 4_000_000;

    private final URI uri;
    private final String token;
    private final Selector selector;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong texts = new AtomicLong();
    private final int[] ages = new int[MOST_AGES];
    private int aged;
    private volatile boolean noting;
    private volatile boolean running = true;

    private static final class Viewer {
        private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
        private boolean upgraded;
        /// Bytes of a large frame still to be skipped.
        private long skip;
    }

    private ManySockets(URI uri, String token) throws IOException {
        this.uri = uri;
        this.token = token;
        this.selector = Selector.open();
    }

    /// @param uri a `ws://` address
    public static ManySockets open(URI uri, String token, int count) {
        try {
            ManySockets sockets = new ManySockets(uri, token);
            Thread.ofPlatform().daemon().name("viewers").start(sockets::run);
            for (int i = 0; i < count; i++) {
                sockets.connect();
                if (i % 50 == 49) {
                    sockets.awaitOpen(i - 200);
                }
            }
            sockets.awaitOpen(count);
            return sockets;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitOpen(int count) throws IOException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (open.get() < count) {
            if (System.nanoTime() > deadline || closed.get() > 0) {
                throw new IOException("only " + open.get() + " of " + count + " viewers got in");
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /// Text frames read since the last call.
    public long takeTexts() {
        return texts.getAndSet(0);
    }

    public long texts() {
        return texts.get();
    }

    public int closed() {
        return closed.get();
    }

    /// Notes ages of events from now on.
    public void noteAges() {
        aged = 0;
        noting = true;
    }

    /// Ages that were noted, in milliseconds, sorted.
    public int[] ages() {
        noting = false;
        int[] sorted = Arrays.copyOf(ages, aged);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        String request = "GET " + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token
                + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        Viewer viewer = new Viewer();
        channel.register(selector, SelectionKey.OP_READ, viewer);
        selector.wakeup();
    }

    private void run() {
        try (Selector all = selector) {
            while (running) {
                all.select(key -> {
                    if (!read((SocketChannel) key.channel(), (Viewer) key.attachment())) {
                        key.cancel();
                        closed.incrementAndGet();
                    }
                }, 100);
            }
            for (SelectionKey key : all.keys()) {
                key.channel().close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean read(SocketChannel channel, Viewer viewer) {
        try {
            int read = channel.read(viewer.in);
            if (read < 0) {
                channel.close();
                return false;
            }
            viewer.in.flip();
            if (!viewer.upgraded && !upgrade(viewer)) {
                throw new IOException("refused");
            }
            if (viewer.upgraded) {
                frames(channel, viewer);
            }
            viewer.in.compact();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean upgrade(Viewer viewer) throws IOException {
        String head = StandardCharsets.ISO_8859_1.decode(viewer.in.duplicate()).toString();
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return true;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            return false;
        }
        viewer.in.position(viewer.in.position() + end + 4);
        viewer.upgraded = true;
        open.incrementAndGet();
        return true;
    }

    private void frames(SocketChannel channel, Viewer viewer) throws IOException {
        ByteBuffer in = viewer.in;
        while (true) {
            if (viewer.skip > 0) {
                int some = (int) Math.min(viewer.skip, in.remaining());
                in.position(in.position() + some);
                viewer.skip -= some;
            }
            if (viewer.skip > 0 || in.remaining() < 2) {
                return;
            }
            int start = in.position();
            int opcode = in.get(start) & 0x0f;
            long length = in.get(start + 1) & 0x7f;
            int header = length == 126 ? 4 : length == 127 ? 10 : 2;
            if (in.remaining() < header) {
                return;
            }
            length = switch (header) {
                case 4 -> in.getShort(start + 2) & 0xffff;
                case 10 -> in.getLong(start + 2);
                default -> length;
            };
            if (length + header > in.capacity()) {
                texts.incrementAndGet();
                in.position(start + header);
                viewer.skip = length;
                continue;
            }
            if (in.remaining() < header + length) {
                return;
            }
            if (opcode == 1) {
                texts.incrementAndGet();
                note(in, start + header, (int) length);
            } else if (opcode == 9) {
                channel.write(ByteBuffer.wrap(new byte[]{ (byte) 0x8a, (byte) 0x80, 0, 0, 0, 0 }));
            }
            in.position(start + header + (int) length);
        }
    }

    private void note(ByteBuffer in, int from, int length) {
        if (!noting || aged == MOST_AGES) {
            return;
        }
        byte[] bytes = in.array();
        for (int i = from; i < from + Math.min(length, 256) - AT.length; i++) {
            if (Arrays.equals(bytes, i, i + AT.length, AT, 0, AT.length)) {
                long at = 0;
                for (int d = i + AT.length; bytes[d] >= '0' && bytes[d] <= '9'; d++) {
                    at = at * 10 + bytes[d] - '0';
                }
                ages[aged++] = (int) (System.currentTimeMillis() - at);
                return;
            }
        }
    }
}
