package dev.liveline.router.vapi;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.TimeBuckets;
import dev.liveline.router.vapi.Placement.Cause;
import dev.liveline.router.vapi.Placement.NotPlaced;
import dev.liveline.router.vapi.Placement.Placed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;

/// Vapi's REST, as far as calls go: `POST /call` once and never again, `GET /call/{id}`.
@ApplicationScoped
public class VapiCalls {

    /// What Vapi says of a call.
    public enum CallState {
        GOING_ON, OVER, UNKNOWN_TO_VAPI,
        /// No answer, or not a useful one.
        NO_ANSWER
    }

    private static final Logger LOG = Logger.getLogger(VapiCalls.class);
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int POOL = 100;
    /// A call object without transcript is a few KB.
    private static final int ANSWER_MAX = 1 << 20;
    /// How long after a caller went elsewhere Vapi's answer is still awaited, to end the call it may have made.
    private static final Duration LATE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final String base;
    private final String authorization;
    private final Duration budget;
    private final Duration timeout;
    private final MeterRegistry metrics;

    public VapiCalls(Vertx vertx, RouterConfig config, MeterRegistry metrics) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS),
                new PoolOptions().setHttp1MaxSize(POOL));
        this.base = config.vapi().baseUrl().toString().replaceFirst("/+$", "");
        this.authorization = "Bearer " + config.vapi().apiKey().orElse("");
        this.budget = config.vapi().answerBudget();
        this.timeout = config.vapi().timeout();
        this.metrics = metrics;
    }

    /// Asks for a call and waits for the answer budget. An answer that comes later is not lost: `late` gets it.
    ///
    /// @return never fails
    public Future<Placement> place(CallRequest request, Consumer<Placement> late) {
        long from = System.nanoTime();
        Future<Placement> answered = send(HttpMethod.POST, "/call", request.json(), LATE).map(answer -> placement(request, answer))
            .otherwise(VapiCalls::notPlaced);
        return answered.timeout(budget.toMillis(), TimeUnit.MILLISECONDS).otherwise(failure -> {
            answered.onSuccess(late::accept);
            return new NotPlaced(Cause.SLOW, 0);
        }).onSuccess(placement -> TimeBuckets.ofRequest(Timer.builder("liveline_router_vapi_placing"))
            .description("Time Vapi took to make a call")
            .tag("outcome", placement instanceof NotPlaced none ? none.cause().name().toLowerCase(Locale.ROOT) : "placed")
            .register(metrics)
            .record(System.nanoTime() - from, TimeUnit.NANOSECONDS));
    }

    /// @return never fails
    public Future<CallState> state(String callId) {
        return timed("state", send(HttpMethod.GET, "/call/" + callId, null, timeout)).map(answer -> {
            if (answer.status() == 404) {
                return CallState.UNKNOWN_TO_VAPI;
            }
            if (answer.status() != 200) {
                return CallState.NO_ANSWER;
            }
            return "ended".equals(answer.json().getString("status")) ? CallState.OVER : CallState.GOING_ON;
        }).otherwise(failure -> {
            LOG.debugf("Vapi did not tell of a call: %s", failure.toString());
            return CallState.NO_ANSWER;
        });
    }

    /// Posts a message to a call's control URL, once.
    ///
    /// @return Vapi's status; fails if there was no answer in time
    public Future<Integer> control(URI controlUrl, String message) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST)
            .setAbsoluteURI(controlUrl.toString())
            .putHeader("Content-Type", MediaType.APPLICATION_JSON);
        return timed("control", exchange(options, message, timeout)).map(Answer::status);
    }

    private Future<Answer> timed(String what, Future<Answer> answered) {
        long from = System.nanoTime();
        return answered.onComplete(done -> TimeBuckets.ofRequest(Timer.builder("liveline_router_vapi_requests"))
            .description("Time of requests to Vapi's REST and control URLs, beside the making of calls")
            .tag("what", what)
            .tag("reply", done.failed() ? "none" : done.result().status() / 100 + "xx")
            .register(metrics)
            .record(System.nanoTime() - from, TimeUnit.NANOSECONDS));
    }

    private record Answer(int status, Buffer body) {

        JsonObject json() {
            return new JsonObject(body);
        }
    }

    private Future<Answer> send(HttpMethod method, String path, @Nullable String body, Duration within) {
        RequestOptions options = new RequestOptions().setMethod(method)
            .setAbsoluteURI(base + path)
            .putHeader("Authorization", authorization)
            .putHeader("Accept", MediaType.APPLICATION_JSON);
        if (body != null) {
            options.putHeader("Content-Type", MediaType.APPLICATION_JSON);
        }
        return exchange(options, body, within);
    }

    private Future<Answer> exchange(RequestOptions options, @Nullable String body, Duration within) {
        return client.request(options.setTimeout(within.toMillis()))
            .compose(request -> (body == null ? request.send() : request.send(Buffer.buffer(body)))
                .compose(response -> content(response).map(content -> new Answer(response.statusCode(), content)))
                .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> request.reset()));
    }

    /// Fails as soon as there is too much of it, whatever its length was said to be.
    private static Future<Buffer> content(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(part -> {
            if (read.length() + part.length() > ANSWER_MAX) {
                whole.tryFail(new DecodeException("answer too long"));
            } else {
                read.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(read));
        return whole.future();
    }

    private static Placement placement(CallRequest request, Answer answer) {
        int status = answer.status();
        if (status >= 500) {
            return new NotPlaced(Cause.FAILED, status);
        }
        if (status < 200 || status >= 300) {
            return new NotPlaced(isAtLimit(answer) ? Cause.AT_LIMIT : Cause.REFUSED, status);
        }
        JsonObject call = answer.json();
        String id = call.getString("id");
        JsonObject details = call.getJsonObject("phoneCallProviderDetails", new JsonObject());
        JsonObject transport = call.getJsonObject("transport", new JsonObject());
        JsonObject monitor = call.getJsonObject("monitor", new JsonObject());
        String twiml = details.getString("twiml");
        String websocketUrl = transport.getString("websocketCallUrl");
        if (id == null || id.isBlank() || !request.isComplete(twiml, websocketUrl)) {
            return new NotPlaced(Cause.UNREADABLE, status);
        }
        return new Placed(id, twiml, websocketUrl == null ? null : URI.create(websocketUrl),
                monitor.getString("controlUrl") == null ? null : URI.create(monitor.getString("controlUrl")));
    }

    /// 429, or the documented words of the concurrency limit in a 400's message.
    private static boolean isAtLimit(Answer answer) {
        return answer.status() == 429
                || (answer.status() == 400 && answer.body().toString().toLowerCase(Locale.ROOT).contains("concurrency"));
    }

    private static Placement notPlaced(Throwable failure) {
        return switch (failure) {
            case DecodeException _,ClassCastException _,IllegalArgumentException _ -> new NotPlaced(Cause.UNREADABLE, 0);
            case ConnectException _,UnknownHostException _ -> new NotPlaced(Cause.UNREACHABLE, 0);
            case TimeoutException _ -> new NotPlaced(Cause.SLOW, 0);
            case HttpClosedException _ -> new NotPlaced(Cause.FAILED, 0);
            default -> new NotPlaced(Cause.UNREACHABLE, 0);
        };
    }
}
