package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.transcript.Traffic.Answers;

/// An outage of Redis in full length: the packaged service and a `redis-server` that writes what it takes to disk, as processes of their own;
/// 5 s of messages, then so many seconds while Redis is killed, then 5 s after it is back. Prints what was answered when, how deep the spool
/// got, how long it took to drain, and how the transcripts compare with what was acknowledged; fails if they do not match.
///
/// Not among the tests of a build, because it takes its time: run it by name. `-Ddrill.seconds=30 -Ddrill.rate=500 -Ddrill.calls=100
/// -Ddrill.spool=50000 -Ddrill.redis=redis-server -Ddrill.persist=yes` are what it takes and what it assumes; with `persist=no` Redis comes
/// back empty. docs/transcript-service.md tells what came of it.
class OutageDrill {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int AROUND_SECONDS = 5;

    private final int redisPort = TestRedis.freePort();
    private final URI base = URI.create("http://localhost:" + TestRedis.freePort());
    private final URI management = URI.create("http://localhost:" + TestRedis.freePort());
    private final List<Process> processes = new ArrayList<>();
    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    @Test
    void losesNothingThatWasAcknowledged() throws IOException {
        Process redis = startRedis();
        startService();
        await().atMost(PATIENCE).until(this::isReady);
        int rate = number("rate", 500);
        int seconds = number("seconds", 30);
        Traffic traffic = new Traffic(base, "drill", number("calls", 100));
        print("before", traffic.send(rate * AROUND_SECONDS, rate));

        redis.destroyForcibly().onExit().join();
        await().atMost(PATIENCE).until(() -> !isReady());
        print("outage", traffic.send(rate * seconds, rate));
        double depth = measure("spool_messages");
        System.out.printf(Locale.ROOT, "spool:  %.0f messages, %.1f MB by its own reckoning%n", depth,
                measure("spool_bytes") / 1e6);

        startRedis();
        long back = System.nanoTime();
        await().atMost(PATIENCE).until(() -> measure("spool_messages") == 0);
        System.out.printf(Locale.ROOT, "drain:  %.1f s after Redis was started again%n", (System.nanoTime() - back) / 1e9);
        await().atMost(PATIENCE).until(this::isReady);
        print("after", traffic.send(rate * AROUND_SECONDS, rate));
        Traffic.Comparison seen = traffic.compare();
        System.out.println("finals: " + seen);
        assertThat(seen).isEqualTo(new Traffic.Comparison(seen.acknowledged(), 0, 0, 0));
    }

    private static void print(String when, Answers answers) {
        System.out.printf(Locale.ROOT,
                "%s: %d accepted, %d refused with 503, %d other; answered in %.1f ms p50, %.1f ms p99, %.0f ms at most%n",
                when, answers.accepted(), answers.refused(), answers.other(), answers.millis(0.5), answers.millis(0.99),
                answers.millis(1));
    }

    private Process startRedis() throws IOException {
        return start(Map.of(), System.getProperty("drill.redis", "redis-server"), "--port", Integer.toString(redisPort),
                "--bind",
                "127.0.0.1", "--dir", folder.toString(), "--save", "", "--appendonly",
                System.getProperty("drill.persist", "yes"));
    }

    private void startService() throws IOException {
        Path jar = Path.of(System.getProperty("liveline.root"), "transcript-service/target/quarkus-app/quarkus-run.jar");
        start(Map.of("REDIS_URL", "redis://127.0.0.1:" + redisPort, "VAPI_WEBHOOK_SECRET", RedisResource.WEBHOOK_SECRET,
                "LIVELINE_JWT_PUBLIC_KEY", TestTokens.makeKey(), "QUARKUS_HTTP_PORT", Integer.toString(base.getPort()),
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(management.getPort()), "LIVELINE_SPOOL_MAX_MESSAGES",
                Integer.toString(number("spool", 50_000))), System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-jar",
                jar.toString());
    }

    private Process start(Map<String, String> environment, String... command) throws IOException {
        Path log = folder.resolve("process-" + processes.size() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static int number(String name, int usual) {
        return Integer.getInteger("drill." + name, usual);
    }

    private double measure(String name) {
        return Measures.of(management).of(name);
    }

    private boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(management.resolve("/q/health/ready")).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException notYet) {
            return false;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
