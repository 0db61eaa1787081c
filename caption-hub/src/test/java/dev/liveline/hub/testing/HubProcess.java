package dev.liveline.hub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import dev.liveline.events.redis.TestRedis;

/// The packaged hub as a process of its own, which can be measured and killed.
public final class HubProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final int managementPort;

    private HubProcess(Process process, int port, int managementPort) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /// Whether the application was packaged (`mvn package`).
    public static boolean isPackaged() {
        return Files.exists(jar());
    }

    private static Path jar() {
        return Path.of(System.getProperty("liveline.root", "."), "caption-hub", "target", "quarkus-app", "quarkus-run.jar");
    }

    /// @param port     where it listens; its management port is any free one
    /// @param settings further system properties
    public static HubProcess start(int port, String redisUri, String publicKey, Map<String, String> settings,
            List<String> jvmOptions) {
        int management = TestRedis.freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.management.port=" + management);
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-jar");
        command.add(jar().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(jar().resolveSibling("../hub-process.log").toFile()));
        builder.environment().put("REDIS_URL", redisUri);
        builder.environment().put("LIVELINE_JWT_PUBLIC_KEY", publicKey);
        try {
            HubProcess hub = new HubProcess(builder.start(), port, management);
            Awaitility.await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(hub::isReady);
            return hub;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public URI root() {
        return URI.create("http://localhost:" + port + "/");
    }

    public boolean isReady() {
        return managementStatus("/q/health/ready") == 200;
    }

    public int managementStatus(String path) {
        try {
            URI uri = URI.create("http://localhost:" + managementPort + path);
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException failure) {
            return 0;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /// All metrics by their names without tags, such as `liveline_hub_viewers`; values under different tags are added up. Asking sets what is
    /// counted since the last time back.
    public Map<String, Double> metrics() {
        try {
            URI uri = URI.create("http://localhost:" + managementPort + "/q/metrics");
            Map<String, Double> metrics = new HashMap<>();
            HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> metrics.merge(line.replaceFirst("(_total)?(\\{.*)? .*", ""),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)), Double::sum));
            return metrics;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public long pid() {
        return process.pid();
    }

    /// CPU time in microseconds.
    ///
    /// @param system in the kernel, which for a hub is mostly sending
    public record Cpu(long user, long system) {

        public long total() {
            return user + system;
        }

        public Cpu minus(Cpu earlier) {
            return new Cpu(user - earlier.user, system - earlier.system);
        }
    }

    /// CPU time used so far; Linux.
    public Cpu cpu() {
        String[] stat = read("/proc/" + process.pid() + "/stat").replaceFirst(".*\\) ", "").split(" ");
        return new Cpu(Long.parseLong(stat[11]) * 10_000, Long.parseLong(stat[12]) * 10_000);
    }

    /// Resident memory in bytes; Linux.
    public long residentBytes() {
        return read("/proc/" + process.pid() + "/status").lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .findFirst()
            .orElseThrow();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// SIGTERM; returns at once.
    public void terminate() {
        process.destroy();
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly();
        await();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void await() {
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
