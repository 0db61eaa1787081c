package dev.liveline.events.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.core.RedisServerBuilder;

/// A real Redis for tests: the server that the environment variable `LIVELINE_TEST_REDIS_SERVER` names (a path, for other versions and
/// Valkey), else a container where a Docker engine answers, else the embedded binary. It keeps its port over [#stop] and [#restart], so that
/// outages can be played; everything is forgotten when it stops.
public final class TestRedis implements AutoCloseable {

    private static final @Nullable String GIVEN = System.getenv("LIVELINE_TEST_REDIS_SERVER");

    private final int port;
    private final Supplier<AutoCloseable> starter;
    private AutoCloseable server;

    private TestRedis(int port, Supplier<AutoCloseable> starter) {
        this.port = port;
        this.starter = starter;
        this.server = starter.get();
    }

    /// Starts one on a free port.
    public static TestRedis start() {
        return startOn(freePort());
    }

    /// Starts one on a port that somebody was told of before.
    public static TestRedis startOn(int port) {
        return new TestRedis(port, GIVEN == null && dockerAnswers() ? () -> container(port) : () -> embedded(port));
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://localhost:" + port;
    }

    /// Kills it; what it held is lost.
    public void stop() {
        try {
            server.close();
        } catch (Exception failure) {
            throw new IllegalStateException("Redis did not stop", failure);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !answers(port));
    }

    /// Starts it again, empty, on the same port.
    public void restart() {
        server = starter.get();
    }

    @Override
    public void close() {
        stop();
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static boolean dockerAnswers() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }

    private static AutoCloseable container(int port) {
        @SuppressWarnings("resource")
        GenericContainer<?> redis = new GenericContainer<>(DockerImageName.parse("redis:7-alpine"))
            .withCommand("redis-server", "--save", "", "--appendonly", "no")
            .withExposedPorts(6379);
        redis.setPortBindings(java.util.List.of(port + ":6379"));
        redis.start();
        return redis;
    }

    /// A server without a container, for tests that set it up themselves: in a folder of its own, so that it finds nothing that another
    /// left there, and without persistence.
    public static RedisServerBuilder server() {
        try {
            Path folder = Files.createTempDirectory("liveline-redis");
            return RedisServer.newRedisServer()
                .executableProvider(program())
                .setting("dir \"" + folder + "\"")
                .setting("save \"\"")
                .setting("appendonly no");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The program of such servers, and of sentinels.
    public static ExecutableProvider program() {
        return GIVEN == null ? ExecutableProvider.newJarResourceProvider() : () -> new File(GIVEN);
    }

    private static AutoCloseable embedded(int port) {
        try {
            RedisServer redis = server().port(port).setting("bind 127.0.0.1").build();
            redis.start();
            return redis::stop;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 200);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
