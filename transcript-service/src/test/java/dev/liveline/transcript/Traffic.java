package dev.liveline.transcript;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.liveline.edge.testing.TestTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// Signed transcripts of many calls over HTTP, two partials and a final in turn, each call's one after the other; and what was acknowledged
/// of them. For what must hold through an outage of Redis, however long.
final class Traffic {

    /// What was answered to one [#send].
    ///
    /// @param accepted  200
    /// @param refused   503 with `Retry-After`
    /// @param other     anything else
    /// @param latencies of each answer, nanoseconds, ascending
    record Answers(int accepted, int refused, int other, List<Long> latencies) {

        double millis(double quantile) {
            return latencies.isEmpty() ? 0 : latencies.get((int) (quantile * (latencies.size() - 1))) / 1e6;
        }
    }

    /// How the transcripts of all calls compare with what was acknowledged.
    record Comparison(int acknowledged, int missing, int unexpected, int outOfOrder) {}

    private record Answer(int status, boolean retryAfter, long nanos) {}

    private static final class Caller {
        private final String id;
        private final List<String> acknowledged = new ArrayList<>();
        private int messages;
        private long newest;

        private Caller(String id) {
            this.id = id;
        }
    }

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Caller> callers;

    Traffic(URI base, String prefix, int calls) {
        this.base = base;
        this.callers = IntStream.range(0, calls).mapToObj(n -> new Caller(prefix + "-" + n)).toList();
    }

    /// Sends messages, spread evenly over the calls.
    ///
    /// @param perSecond over all calls; 0 for as fast as they are answered
    Answers send(int messages, int perSecond) {
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>(messages));
        long begun = System.nanoTime();
        List<Thread> threads = IntStream.range(0, callers.size()).mapToObj(c -> Thread.startVirtualThread(() -> {
            for (int n = c; n < messages; n += callers.size()) {
                if (perSecond > 0) {
                    long due = begun + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                answers.add(next(callers.get(c)));
            }
        })).toList();
        threads.forEach(Traffic::join);
        return new Answers((int) answers.stream().filter(answer -> answer.status == 200).count(),
                (int) answers.stream().filter(answer -> answer.status == 503 && answer.retryAfter).count(),
                (int) answers.stream()
                    .filter(answer -> answer.status != 200 && !(answer.status == 503 && answer.retryAfter))
                    .count(),
                answers.stream().map(Answer::nanos).sorted().toList());
    }

    private Answer next(Caller caller) {
        boolean last = caller.messages % 3 == 2;
        String text = "line " + caller.messages / 3 + (last ? "." : " and");
        caller.messages++;
        caller.newest = Math.max(caller.newest + 1, System.currentTimeMillis());
        String body = Vapi.text(caller.id, caller.newest, "user", last, text);
        long signedAt = System.currentTimeMillis();
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/webhook/vapi"))
            .header("Content-Type", "application/json")
            .header("x-timestamp", Long.toString(signedAt))
            .header("x-signature", Vapi.hmac(signedAt + "." + body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        long begun = System.nanoTime();
        HttpResponse<String> response = exchange(request);
        if (last && response.statusCode() == 200) {
            caller.acknowledged.add(text);
        }
        return new Answer(response.statusCode(), response.headers().firstValue("Retry-After").isPresent(),
                System.nanoTime() - begun);
    }

    /// Reads every call's transcript.
    Comparison compare() {
        int acknowledged = 0;
        int missing = 0;
        int unexpected = 0;
        int outOfOrder = 0;
        String token = TestTokens.supervisor();
        for (Caller caller : callers) {
            HttpResponse<String> response = exchange(
                    HttpRequest.newBuilder(base.resolve("/calls/" + caller.id + "/transcript"))
                        .header("Authorization", "Bearer " + token)
                        .build());
            JsonArray captions = response.statusCode() == 200 ? new JsonObject(response.body()).getJsonArray("captions")
                    : new JsonArray();
            List<String> texts = captions.stream().map(caption -> ((JsonObject) caption).getString("text")).toList();
            acknowledged += caller.acknowledged.size();
            missing += without(caller.acknowledged, texts);
            unexpected += without(texts, caller.acknowledged);
            boolean inOrder = texts.equals(caller.acknowledged)
                    && isRising(captions.stream().map(caption -> ((JsonObject) caption).getInteger("utterance")).toList());
            outOfOrder += inOrder ? 0 : 1;
        }
        return new Comparison(acknowledged, missing, unexpected, outOfOrder);
    }

    private static int without(List<String> these, List<String> those) {
        List<String> rest = new ArrayList<>(these);
        those.forEach(rest::remove);
        return rest.size();
    }

    private static boolean isRising(List<Integer> numbers) {
        return IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i) > numbers.get(i - 1));
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
