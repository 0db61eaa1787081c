package dev.liveline.transcript;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/// POSTs to others, each with a deadline for the whole exchange and a bound on the answer: nobody makes us wait longer or read more, not even
/// one byte at a time.
public final class HttpPosts {

    /// What came back.
    ///
    /// @param body empty unless the status is 2xx: nobody reads what a failure says
    public record Answer(int status, @Nullable String retryAfter, Buffer body) {

        public boolean isOk() {
            return status / 100 == 2;
        }

        /// How long the other side wants to be left alone; null if it does not say.
        ///
        /// @param now epoch milliseconds
        public @Nullable Duration pause(long now) {
            return retryAfter == null ? null : pause(retryAfter.strip(), now);
        }

        /// Seconds, or a date (RFC 9110 §10.2.3).
        private static @Nullable Duration pause(String text, long now) {
            if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Integer.parseInt(text));
            }
            try {
                Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                return Duration.ofMillis(Math.max(0, until.toEpochMilli() - now));
            } catch (DateTimeParseException neither) {
                return null;
            }
        }

        @Override
        public String toString() {
            return "Answer[" + status + ", body hidden]";
        }
    }

    /// Why nothing came back.
    public enum Trouble {
        LATE, TOO_LONG, UNREACHABLE
    }

    /// There is no answer.
    public static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final Trouble trouble;

        private Failed(Trouble trouble) {
            super(trouble.name(), null, false, false);
            this.trouble = trouble;
        }

        public Trouble trouble() {
            return trouble;
        }
    }

    private final Vertx vertx;
    private final HttpClient http;

    /// @param connections to one host at most; more requests wait, within their deadlines
    public HttpPosts(Vertx vertx, int connections) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(connections).setConnectTimeout(5000));
    }

    /// Fails with [Failed] only.
    ///
    /// @param most bytes of the answer; one that is longer is [Trouble#TOO_LONG]
    public Future<Answer> post(String url, Map<String, String> headers, Buffer body, Duration deadline, int most) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST)
            .setTimeout(deadline.toMillis())
            .setFollowRedirects(false);
        try {
            options.setAbsoluteURI(url);
            headers.forEach(options::putHeader);
        } catch (VertxException | IllegalArgumentException unusable) {
            // A configured address or header that cannot be sent.
            return Future.failedFuture(new Failed(Trouble.UNREACHABLE));
        }
        Promise<Answer> answer = Promise.promise();
        Future<HttpClientRequest> connected = http.request(options);
        long timer = vertx.setTimer(deadline.toMillis(), _ -> {
            if (answer.tryFail(new Failed(Trouble.LATE))) {
                connected.onSuccess(HttpClientRequest::reset);
            }
        });
        connected.onSuccess(request -> {
            if (answer.future().isComplete()) {
                request.reset();
                return;
            }
            // Listened to in the turn of the event loop that sends it: later, a short answer may be over before anybody reads it.
            request.send(body)
                .onSuccess(response -> read(response, most, answer))
                .onFailure(failure -> answer.tryFail(failed(failure)));
        }).onFailure(failure -> answer.tryFail(failed(failure)));
        return answer.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private static Failed failed(Throwable failure) {
        return new Failed(failure instanceof TimeoutException ? Trouble.LATE : Trouble.UNREACHABLE);
    }

    private static void read(HttpClientResponse response, int most, Promise<Answer> answer) {
        int status = response.statusCode();
        String retryAfter = response.getHeader("Retry-After");
        if (status / 100 != 2) {
            giveUp(response);
            answer.tryComplete(new Answer(status, retryAfter, Buffer.buffer()));
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > most) {
                giveUp(response);
                answer.tryFail(new Failed(Trouble.TOO_LONG));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(failure -> answer.tryFail(failed(failure)));
        response.endHandler(_ -> answer.tryComplete(new Answer(status, retryAfter, body)));
    }

    /// The rest of an answer, and with it the connection.
    private static void giveUp(HttpClientResponse response) {
        // Our own reset is reported to it as a failure.
        response.exceptionHandler(_ -> {
        });
        response.request().reset();
    }
}
