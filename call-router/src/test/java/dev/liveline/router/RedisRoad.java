package dev.liveline.router;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// The road between the router and its Redis, which tests block and slow down. What it does is a system property, because a test and its
/// resources are loaded by different class loaders.
public final class RedisRoad implements AutoCloseable {

    /// What the road is like.
    public enum State {
        OPEN,
        /// Connections break and are refused.
        BLOCKED,
        /// Everything arrives, far too late.
        SLOW
    }

    private static final String STATE = "liveline.test.redis.road";
    private static final long SLOW_MS = 1_000;

    private final ServerSocket entrance;
    private final int redisPort;

    private RedisRoad(ServerSocket entrance, int redisPort) {
        this.entrance = entrance;
        this.redisPort = redisPort;
    }

    public static RedisRoad to(int redisPort) {
        try {
            RedisRoad road = new RedisRoad(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), redisPort);
            Thread.ofVirtual().start(road::accept);
            return road;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static void is(State state) {
        System.setProperty(STATE, state.name());
    }

    public int port() {
        return entrance.getLocalPort();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static State state() {
        return State.valueOf(System.getProperty(STATE, State.OPEN.name()));
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (state() == State.BLOCKED) {
                    client.close();
                    continue;
                }
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                client.setTcpNoDelay(true);
                redis.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> carry(client, redis, true));
                Thread.ofVirtual().start(() -> carry(redis, client, false));
                Thread.ofVirtual().start(() -> guard(client, redis));
            } catch (IOException over) {
                // Closed, or the peer was gone already: the next one decides.
            }
        }
    }

    private static void carry(Socket from, Socket to, boolean slows) {
        byte[] chunk = new byte[64 * 1024];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (slows && state() == State.SLOW) {
                    Thread.sleep(SLOW_MS);
                }
                out.write(chunk, 0, read);
            }
        } catch (IOException | InterruptedException broken) {
            // Both ends are closed by then.
        }
    }

    /// Breaks what is open when the road is blocked.
    private static void guard(Socket client, Socket redis) {
        try (client; redis) {
            while (!client.isClosed() && state() != State.BLOCKED) {
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException broken) {
            // Closed is what it was to be.
        }
    }
}
