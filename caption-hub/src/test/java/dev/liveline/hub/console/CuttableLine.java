package dev.liveline.hub.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The network between the browser and the hub: passes bytes on, until it is cut. While it is down, connections are refused as by a
/// gateway whose service is gone: accepted and closed.
final class CuttableLine implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    CuttableLine(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Cuts every connection; new ones pass.
    void cut() {
        open.forEach(CuttableLine::shut);
    }

    /// Cuts every connection, and new ones until [#restore].
    void takeDown() {
        down = true;
        cut();
    }

    void restore() {
        down = false;
    }

    @Override
    public void close() {
        takeDown();
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket browser = server.accept();
                if (down) {
                    shut(browser);
                } else {
                    join(browser, new Socket(InetAddress.getLoopbackAddress(), target));
                }
            } catch (IOException closed) {
                // The server socket was closed, or the hub is not there: either way nobody is joined.
            }
        }
    }

    private void join(Socket browser, Socket hub) {
        open.add(browser);
        open.add(hub);
        if (down) {
            // It was taken down since this one was accepted.
            cut();
        }
        Thread.ofVirtual().start(() -> pass(browser, hub));
        Thread.ofVirtual().start(() -> pass(hub, browser));
    }

    private void pass(Socket from, Socket to) {
        try (from; to; InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // One end is gone, and so the other goes, too.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
