package dev.liveline.router.twilio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.TimeBuckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;

/// Twilio's SDK over a transport of ours: the SDK's own sends a POST up to six times on 503 and does not honour the timeouts it is given
/// (twilio-java issue 913, and its default retry strategy). Ours sends once, within `liveline.twilio.timeout`, wherever `TWILIO_API_BASE_URL` points.
@ApplicationScoped
public class TwilioRest {

    private static final Logger LOG = Logger.getLogger(TwilioRest.class);
    /// Real-time operation on a call that is not in progress.
    private static final int NOT_IN_PROGRESS = 21220;
    private static final String SDK_BASE = "https://api.twilio.com";

    private final TwilioRestClient client;
    private final MeterRegistry metrics;

    public TwilioRest(RouterConfig config, MeterRegistry metrics) {
        RouterConfig.Twilio twilio = config.twilio();
        String account = twilio.accountSid().orElse("");
        String token = twilio.authToken().orElse(List.of("")).getFirst().strip();
        this.client = new TwilioRestClient.Builder(account, token).accountSid(account)
            .httpClient(new OneSend(twilio.apiBaseUrl(), twilio.timeout()))
            .build();
        this.metrics = metrics;
    }

    TwilioRestClient client() {
        return client;
    }

    /// Sends something and says what came of it. @param sending answers the SID of the leg it is about
    TwilioLegs.Reply reply(String what, Supplier<String> sending) {
        long from = System.nanoTime();
        TwilioLegs.Reply reply = attempt(sending);
        TimeBuckets.ofRequest(Timer.builder("liveline_router_twilio_requests"))
            .description("Time of requests to Twilio's REST")
            .tag("what", what)
            .tag("reply", switch (reply) {
                case TwilioLegs.Reply.Done _ -> "done";
                case TwilioLegs.Reply.Gone _ -> "gone";
                case TwilioLegs.Reply.Refused _ -> "refused";
                case TwilioLegs.Reply.Throttled _ -> "throttled";
                case TwilioLegs.Reply.Unknown _ -> "unknown";
            })
            .register(metrics)
            .record(System.nanoTime() - from, TimeUnit.NANOSECONDS);
        return reply;
    }

    private static TwilioLegs.Reply attempt(Supplier<String> sending) {
        try {
            return new TwilioLegs.Reply.Done(sending.get());
        } catch (ApiException refusal) {
            int status = refusal.getStatusCode() == null ? 0 : refusal.getStatusCode();
            int code = refusal.getCode() == null ? 0 : refusal.getCode();
            if (code == NOT_IN_PROGRESS || status == 404) {
                return new TwilioLegs.Reply.Gone();
            }
            if (status == 429) {
                return new TwilioLegs.Reply.Throttled();
            }
            if (status >= 400 && status < 500) {
                return new TwilioLegs.Reply.Refused(status, code);
            }
            return new TwilioLegs.Reply.Unknown(status == 0 ? "Twilio gave no usable answer" : "Twilio answered " + status);
        } catch (RuntimeException failure) {
            LOG.debugf("Twilio did not answer: %s", failure.toString());
            return new TwilioLegs.Reply.Unknown("Twilio gave no usable answer");
        }
    }

    /// The SDK's transport: one send, one deadline, our base URL.
    private static final class OneSend extends com.twilio.http.HttpClient {

        private final HttpClient client;
        private final String base;
        private final Duration timeout;

        OneSend(URI base, Duration timeout) {
            this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
            this.base = base.toString().replaceFirst("/+$", "");
            this.timeout = timeout;
        }

        /// The SDK would send three times here.
        @Override
        public Response reliableRequest(Request request) {
            return makeRequest(request);
        }

        @Override
        public Response makeRequest(Request request) {
            String query = request.encodeQueryParams();
            String url = request.getUrl().replaceFirst("^" + SDK_BASE, base) + (query.isEmpty() ? "" : "?" + query);
            HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "application/json")
                .header("Authorization", request.getAuthString());
            String body = formOf(request);
            if (body == null) {
                sent.method(request.getMethod().toString(), BodyPublishers.noBody());
            } else {
                sent.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                    .method(request.getMethod().toString(), BodyPublishers.ofString(body));
            }
            // The deadline of the JDK's client ends with the headers; an answer that stops half way would hold its thread for ever.
            CompletableFuture<HttpResponse<String>> answering = client.sendAsync(sent.build(), BodyHandlers.ofString());
            try {
                HttpResponse<String> answer = answering.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                return new Response(answer.body(), answer.statusCode());
            } catch (TimeoutException | ExecutionException failure) {
                answering.cancel(true);
                throw new ApiException("no answer", failure);
            } catch (InterruptedException stopping) {
                answering.cancel(true);
                Thread.currentThread().interrupt();
                throw new ApiException("stopping", stopping);
            }
        }

        private static @Nullable String formOf(Request request) {
            return request.getMethod() == HttpMethod.POST ? request.encodeFormBody() : null;
        }
    }
}
