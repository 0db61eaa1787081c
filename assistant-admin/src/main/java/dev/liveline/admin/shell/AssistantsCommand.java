package dev.liveline.admin.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The verb, from arguments to exit status: 0 nothing to do or done, 1 an error, 2 changes (plan) or drift.
///
/// `java -cp <classes> dev.liveline.admin.shell.AssistantsCommand plan line/` with `LIVELINE_TOKEN`, a token of an admin, and `LIVELINE_URL`
/// (default `http://localhost:8080`).
public final class AssistantsCommand {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int DIFFERENT = 2;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream errors;

    AssistantsCommand(Map<String, String> environment, PrintStream out, PrintStream errors) {
        this.environment = environment;
        this.out = out;
        this.errors = errors;
    }

    public static void main(String[] arguments) {
        System.exit(new AssistantsCommand(System.getenv(), System.out, System.err).run(arguments));
    }

    int run(String... arguments) {
        return switch (CommandLine.parse(arguments)) {
            case CommandLine.Help(String text) -> {
                out.println(text);
                yield DONE;
            }
            case CommandLine.Wrong(String reason) -> {
                errors.println(reason);
                errors.println(CommandLine.USAGE);
                yield FAILED;
            }
            case CommandLine.Order order -> carryOut(order);
        };
    }

    private int carryOut(CommandLine.Order order) {
        String token = environment.getOrDefault("LIVELINE_TOKEN", "").strip();
        if (token.isEmpty()) {
            errors.println(
                    "LIVELINE_TOKEN is not set: it takes an admin's token (./liveline token --role admin prints one for development).");
            return FAILED;
        }
        try {
            Optional<Manifests> manifests = order.verb() == CommandLine.Verb.ROLLBACK || order.operand().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Manifests.of(Path.of(order.operand())));
            HttpResponse<String> answer = answer(order, manifests, token);
            if (answer.statusCode() != 200) {
                String problem = Problems.readable(answer.statusCode(), answer.body());
                errors.println(manifests.map(known -> known.located(problem)).orElse(problem));
                return FAILED;
            }
            out.print(answer.body());
            if (answer.headers().firstValueAsLong("Liveline-Errors").orElse(0) > 0) {
                return FAILED;
            }
            long changes = answer.headers().firstValueAsLong("Liveline-Changes").orElse(0);
            return order.verb().asks() && changes > 0 ? DIFFERENT : DONE;
        } catch (IOException e) {
            errors.println(e.getMessage() == null ? "assistant-admin cannot be reached at " + origin() + "." : e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /// Asks, and asks again while somebody else applies, if the order says so.
    private HttpResponse<String> answer(CommandLine.Order order, Optional<Manifests> manifests, String token)
            throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        boolean told = false;
        while (true) {
            HttpResponse<String> answer = send(order, manifests, token);
            boolean busy = answer.statusCode() == 409 && Problems.isApplyUnderWay(answer.body());
            if (!order.waits() || !busy || System.nanoTime() - giveUp > 0) {
                return answer;
            }
            if (!told) {
                errors.println("Waiting: " + Problems.readable(answer.statusCode(), answer.body()));
                told = true;
            }
            Thread.sleep(Duration.ofSeconds(Math.clamp(answer.headers().firstValueAsLong("Retry-After").orElse(2), 0, 30)));
        }
    }

    private HttpResponse<String> send(CommandLine.Order order, Optional<Manifests> manifests, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(origin() + "/assistants/" + order.verb().word() + order.query()))
                .header("Authorization", "Bearer " + token)
                .header("Accept", order.verb() == CommandLine.Verb.EXPORT ? "application/yaml" : "text/plain")
                .timeout(Duration.ofMinutes(30));
        } catch (IllegalArgumentException e) {
            throw new IOException("LIVELINE_URL or LIVELINE_TOKEN is malformed.", e);
        }
        if (order.verb() == CommandLine.Verb.ROLLBACK) {
            request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers
                    .ofString(order.operand().isEmpty() ? "{}" : "{\"to\":\"" + order.operand() + "\"}"));
        } else {
            manifests.ifPresent(document -> request.header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(document.text())));
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private String origin() {
        String url = environment.getOrDefault("LIVELINE_URL", "http://localhost:8080").strip();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
