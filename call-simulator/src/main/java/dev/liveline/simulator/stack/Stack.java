package dev.liveline.simulator.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.vertx.core.Vertx;
import redis.embedded.RedisServer;

/// Redis, the four services as processes, and the gateway, started and stopped as one.
///
/// Starting either succeeds as a whole or throws and leaves nothing behind. The services are real: the same artifacts and the same
/// environment variables as in a container.
public final class Stack implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);

    /// @param root        the repository, built
    /// @param environment added to the environment of every service
    /// @param javaOptions of the service's JVMs
    /// @param log         takes each line a service prints: its folder, the line
    public record Options(Path root, Ports ports, Map<String, String> environment, List<String> javaOptions,
            BiConsumer<String, String> log) {}

    private final Options options;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<Service, Process> processes = Collections.synchronizedMap(new EnumMap<>(Service.class));
    private final List<Process> started = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private volatile RedisServer redis;
    private volatile String redisUrl;
    private volatile boolean closing;

    private Stack(Options options) {
        this.options = options;
    }

    /// Starts everything and returns when every service is ready.
    ///
    /// @throws IOException if a part is missing, ends, or is not ready within two minutes; the message says which
    public static Stack start(Options options) throws IOException, InterruptedException {
        Stack stack = new Stack(options);
        // From the first process on: a program that is told to stop while it starts leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop the stack"));
        try {
            stack.checkPorts();
            stack.startRedis();
            for (Service service : Service.values()) {
                stack.start(service);
            }
            for (Service service : Service.values()) {
                stack.awaitReady(service);
            }
            Gateway.start(stack.vertx, options.ports()).toCompletionStage().toCompletableFuture().join();
            return stack;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            stack.close();
            throw failure;
        }
    }

    public String redisUrl() {
        return redisUrl;
    }

    public URI gateway() {
        return URI.create("http://localhost:" + options.ports().gateway());
    }

    /// The process of a service, to be measured or killed.
    public Process process(Service service) {
        return processes.get(service);
    }

    /// Starts a service again that was killed, and waits until it is ready.
    public void restart(Service service) throws IOException, InterruptedException {
        start(service);
        awaitReady(service);
    }

    /// Starts a further replica of a service beside the first, on the same Redis, and waits until it is ready.
    ///
    /// @param ports with an offset of its own
    public Process startReplica(Service service, Ports ports) throws IOException, InterruptedException {
        Process replica = launch(service, ports);
        awaitReady(service, ports, replica);
        return replica;
    }

    /// Waits until a service ends by itself; for a program that runs until its services do.
    public int awaitAnyEnd() throws InterruptedException {
        while (true) {
            for (Map.Entry<Service, Process> entry : List.copyOf(processes.entrySet())) {
                if (entry.getValue().waitFor(200, TimeUnit.MILLISECONDS) && !closing) {
                    return entry.getValue().exitValue();
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        List<Process> running = List.copyOf(started);
        running.forEach(Process::destroy);
        long deadline = System.nanoTime() + STOPPED_WITHIN.toNanos();
        for (Process process : running) {
            try {
                if (!process.waitFor(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        processes.clear();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        stopRedis();
    }

    private void checkPorts() throws IOException {
        Ports ports = options.ports();
        List<Integer> needed = new ArrayList<>(List.of(ports.gateway()));
        for (Service service : Service.values()) {
            needed.add(ports.of(service));
            needed.add(ports.management(service));
        }
        for (int port : needed) {
            try (ServerSocket free = new ServerSocket(port)) {
                free.setReuseAddress(true);
            } catch (IOException taken) {
                throw new IOException("port " + port + " is in use; free it, or shift all ports with LIVELINE_PORT_OFFSET",
                        taken);
            }
        }
    }

    private void startRedis() throws IOException {
        String given = options.environment().getOrDefault("REDIS_URL", System.getenv("REDIS_URL"));
        if (given != null && !given.isBlank()) {
            redisUrl = given;
            return;
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        redis = RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
        redis.start();
        redisUrl = "redis://localhost:" + port;
    }

    private void stopRedis() {
        RedisServer embedded = redis;
        redis = null;
        if (embedded != null) {
            try {
                embedded.stop();
            } catch (IOException failure) {
                options.log().accept("redis", "did not stop cleanly: " + failure.getMessage());
            }
        }
    }

    private void start(Service service) throws IOException {
        processes.put(service, launch(service, options.ports()));
    }

    private synchronized Process launch(Service service, Ports ports) throws IOException {
        if (closing) {
            throw new IOException("stopping");
        }
        ProcessBuilder builder = new ProcessBuilder(command(service)).redirectErrorStream(true)
            .directory(options.root().resolve(service.folder()).toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PUBLIC_URL", gateway().toString());
        environment.putAll(nonBlank(System.getenv("PUBLIC_URL"), "PUBLIC_URL"));
        String router = "http://localhost:" + options.ports().of(Service.CALL_ROUTER);
        environment.put("LIVELINE_ROUTER_URL", router);
        environment.put("LIVELINE_ROUTING_URL", router);
        // On one machine nobody resumes elsewhere: a stop need not wait for it.
        environment.putIfAbsent("LIVELINE_BRIDGE_DRAIN", "1s");
        environment.putIfAbsent("LIVELINE_DRAIN_DURATION", "1s");
        environment.putAll(options.environment());
        environment.put("REDIS_URL", redisUrl);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(service)));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.management(service)));
        Process process = builder.start();
        started.add(process);
        Thread.ofVirtual().name("log of " + service.folder()).start(() -> copyLog(service, process));
        return process;
    }

    private static Map<String, String> nonBlank(String value, String name) {
        return value == null || value.isBlank() ? Map.of() : Map.of(name, value);
    }

    private List<String> command(Service service) throws IOException {
        Path target = options.root().resolve(service.folder()).resolve("target");
        if (Boolean.parseBoolean(System.getenv("LIVELINE_NATIVE"))) {
            try (DirectoryStream<Path> runners = Files.newDirectoryStream(target, "*-runner")) {
                for (Path runner : runners) {
                    return List.of(runner.toString());
                }
            }
            throw new IOException(service.folder() + " has no native executable: run ./liveline native");
        }
        Path jar = target.resolve("quarkus-app").resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException(service.folder() + " is not built: run ./liveline, which builds it");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options.javaOptions());
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private void copyLog(Service service, Process process) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                options.log().accept(service.folder(), line);
            }
        } catch (IOException ended) {
            // The pipe breaks when the process is killed: there is nothing left to copy.
            options.log().accept(service.folder(), "(its log ended)");
        }
    }

    private void awaitReady(Service service) throws IOException, InterruptedException {
        awaitReady(service, options.ports(), processes.get(service));
    }

    private void awaitReady(Service service, Ports ports, Process process) throws IOException, InterruptedException {
        URI ready = URI.create("http://localhost:" + ports.management(service) + "/q/health/ready");
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        String lastSaid = "it did not answer " + ready;
        while (System.nanoTime() < deadline) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException(service.folder() + " ended while it started; see its lines above or in its log");
            }
            try {
                HttpResponse<String> answer = http.send(HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(3)).build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                lastSaid = "its checks said " + answer.body().replaceAll("\\s+", " ");
            } catch (IOException notYet) {
                lastSaid = "it did not answer " + ready;
            }
        }
        throw new IOException(service.folder() + " was not ready within " + READY_WITHIN.toSeconds() + " s: " + lastSaid);
    }
}
