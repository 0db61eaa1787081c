package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.transcript.HttpPosts.Answer;
import dev.liveline.transcript.HttpPosts.Failed;
import dev.liveline.transcript.HttpPosts.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

class HttpPostsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Promise<Void> DRIP_CLOSED = Promise.promise();
    private static HttpServer other;

    private final HttpPosts posts = new HttpPosts(VERTX, 4);

    @BeforeAll
    static void startOther() {
        other = VERTX.createHttpServer()
            .requestHandler(HttpPostsTest::answer)
            .listen(0, "localhost")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    }

    @AfterAll
    static void stopOther() {
        VERTX.close();
    }

    private static void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/echo" -> request.body().onSuccess(body -> request.response().end(body));
            case "/busy" -> request.response().setStatusCode(503).putHeader("Retry-After", "7").end("secret");
            case "/drip" -> {
                request.response().setChunked(true).write("x");
                long drips = VERTX.setPeriodic(20, _ -> request.response().write("x"));
                request.connection().closeHandler(_ -> {
                    VERTX.cancelTimer(drips);
                    DRIP_CLOSED.tryComplete();
                });
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    @Test
    void bringsTheAnswer() throws Exception {
        Answer answer = post("/echo", "hello", Duration.ofSeconds(20), 5);
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.body()).hasToString("hello");
    }

    @RepeatedTest(50)
    void readsNoMoreThanItsBound() {
        assertThat(trouble("/echo", "hello!", Duration.ofSeconds(20), 5)).isEqualTo(Trouble.TOO_LONG);
    }

    @Test
    void readsNothingOfAFailureButWhenToComeBack() throws Exception {
        Answer answer = post("/busy", "", Duration.ofSeconds(20), 100);
        assertThat(answer.isOk()).isFalse();
        assertThat(answer.body()).isEqualTo(Buffer.buffer());
        assertThat(answer.pause(0)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void hangsUpOnWhoAnswersOneByteAtATime() throws Exception {
        assertThat(trouble("/drip", "", Duration.ofMillis(300), 1_000_000)).isEqualTo(Trouble.LATE);
        get(DRIP_CLOSED.future());
    }

    @Test
    void failsInWordsOfItsOwn() {
        assertThat(failure(posts.post("http://localhost:1/", Map.of(), Buffer.buffer(), Duration.ofSeconds(20), 1)))
            .isEqualTo(Trouble.UNREACHABLE);
        assertThat(failure(posts.post("no address", Map.of("a", "b\n"), Buffer.buffer(), Duration.ofSeconds(20), 1)))
            .isEqualTo(Trouble.UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = { "120|120000", "0|0", "Sun, 22 Nov 2026 12:00:30 GMT|30000",
            "Sun, 22 Nov 2026 11:00:00 GMT|0", "soon|none", "-5|none", "99999999999999|none" })
    void understandsRetryAfterAsSecondsAndAsADate(String header, Long millis) {
        long now = 1_795_348_800_000L;
        assertThat(new Answer(503, header, Buffer.buffer()).pause(now))
            .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    private Answer post(String path, String body, Duration deadline, int most) throws Exception {
        return get(send(path, body, deadline, most));
    }

    private Trouble trouble(String path, String body, Duration deadline, int most) {
        return failure(send(path, body, deadline, most));
    }

    private Future<Answer> send(String path, String body, Duration deadline, int most) {
        return posts.post("http://localhost:" + other.actualPort() + path, Map.of(), Buffer.buffer(body), deadline, most);
    }

    private static Trouble failure(Future<Answer> answer) {
        Throwable failure = catchThrowable(() -> get(answer));
        assertThat(failure).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(Failed.class);
        return ((Failed) failure.getCause()).trouble();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
