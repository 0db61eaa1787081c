package dev.liveline.simulator.twilio;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;

/// Sends Twilio's webhooks: signed forms with an idempotency token, retried as the URL's fragment says, within Twilio's limit.
final class Webhooks {

    private static final int CONNECTIONS = 64;

    private final Vertx vertx;
    private final TwilioOptions options;
    private final TwilioSignature signature;
    private final HttpClient client;
    private boolean closed;

    Webhooks(Vertx vertx, TwilioOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.signature = new TwilioSignature(options.authToken());
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(5000).setTrustAll(true).setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /// The method a callback is asked for by name: POST unless it says otherwise.
    static HttpMethod method(String name) {
        return "GET".equals(name) ? HttpMethod.GET : HttpMethod.POST;
    }

    /// Sends one and the repeats the options ask for; the first answer counts. Never fails.
    Future<WebhookAnswer> send(HttpMethod method, String url, Map<String, String> form, boolean wantsDocument) {
        var token = UUID.randomUUID().toString();
        var answer = attempt(method, url, form, wantsDocument, token, 0);
        for (int i = 0; i < options.repeats(); i++) {
            vertx.setTimer(1 + 20L * i, _ -> attempt(method, url, form, wantsDocument, token, Integer.MAX_VALUE));
        }
        return answer;
    }

    private Future<WebhookAnswer> attempt(HttpMethod method, String url, Map<String, String> form, boolean wantsDocument,
            String token,
            int tries) {
        var override = Override.of(url);
        return once(method, url, form, wantsDocument, token, override).compose(answer -> {
            boolean retry = tries < override.retries() && override.retries(answer);
            if (!retry) {
                return Future.succeededFuture(answer);
            }
            var again = Promise.<WebhookAnswer>promise();
            vertx.setTimer(50, _ -> attempt(method, url, form, wantsDocument, token, tries + 1).onComplete(again));
            return again.future();
        });
    }

    /// The connection overrides in a URL's fragment.
    private record Override(int retries, List<String> policy, Duration readTimeout) {

        static Override of(String url) {
            int retries = 1;
            var policy = List.of("ct");
            var readTimeout = Duration.ofSeconds(15);
            int hash = url.indexOf('#');
            if (hash >= 0) {
                for (var part : url.substring(hash + 1).split("&")) {
                    var pair = part.split("=", 2);
                    switch (pair[0]) {
                        case "rc" -> retries = Integer.parseInt(pair[1]);
                        case "rp" -> policy = List.of(pair[1].split(","));
                        case "rt" -> readTimeout = Duration.ofMillis(Long.parseLong(pair[1]));
                        default -> {
                        }
                    }
                }
            }
            return new Override(retries, policy, readTimeout);
        }

        boolean retries(WebhookAnswer answer) {
            boolean all = policy.contains("all");
            return answer.status() == 0 && (all || policy.contains(answer.body().equals("timeout") ? "rt" : "ct"))
                    || answer.status() >= 500 && (all || policy.contains("5xx"))
                    || answer.status() >= 400 && answer.status() < 500 && (all || policy.contains("4xx"));
        }
    }

    private Future<WebhookAnswer> once(HttpMethod method, String url, Map<String, String> form, boolean wantsDocument,
            String token,
            Override override) {
        long start = System.nanoTime();
        if (closed) {
            return Future.succeededFuture(new WebhookAnswer(url, 0, "", "closed", Duration.ZERO, List.of()));
        }
        boolean post = method == HttpMethod.POST;
        var full = url.split("#", 2)[0];
        if (!post && !form.isEmpty()) {
            full += (full.contains("?") ? "&" : "?") + encoded(form);
        }
        var signed = signature.of(full, post ? form : Map.of());
        var limit = Math.min(options.answerLimit().toMillis(), override.readTimeout().toMillis());
        var request = new RequestOptions().setMethod(method).setAbsoluteURI(reachable(full)).setTimeout(limit);
        var target = full;
        return client.request(request).compose(ready -> {
            ready.putHeader("X-Twilio-Signature", signed)
                .putHeader("I-Twilio-Idempotency-Token", token)
                .putHeader("User-Agent", "TwilioProxy/1.1")
                .putHeader("Accept", "*/*");
            if (!reachable(target).equals(target)) {
                ready.putHeader("Host", URI.create(target).getAuthority());
            }
            if (post) {
                ready.putHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
            }
            // Listened to in the turn that sends it: later, a short answer may be over.
            return (post ? ready.send(Buffer.buffer(encoded(form))) : ready.send()).compose(response -> response.body()
                .map(body -> answer(target, response.statusCode(), response.headers(), body.toString(), start,
                        wantsDocument)));
        })
            .otherwise(failure -> new WebhookAnswer(target, 0, "",
                    failure.getClass().getSimpleName().contains("Timeout") ? "timeout" : "unreachable", since(start),
                    List.of()));
    }

    private WebhookAnswer answer(String url, int status, MultiMap headers, String body, long start, boolean wantsDocument) {
        boolean plain = options.publicUrl().startsWith("http:");
        List<TwimlRules.Violation> violations = wantsDocument && status / 100 == 2
                ? TwimlRules.violations(body, plain)
                : List.of();
        return new WebhookAnswer(url, status, headers.contains("Content-Type") ? headers.get("Content-Type") : "", body,
                since(start),
                violations);
    }

    /// The options of a media socket's handshake.
    WebSocketConnectOptions handshake(String url, StreamManner manner) {
        var signer = manner.badSignature() ? new TwilioSignature("another token") : signature;
        return new WebSocketConnectOptions().setAbsoluteURI(reachable(url))
            .setTimeout(5000)
            .addHeader("x-twilio-signature",
                    signer.of(url + (manner.trailingSlash() ? "/" : ""), Map.of()));
    }

    String reachable(String url) {
        if (options.connectUrl().isEmpty()) {
            return url;
        }
        var webSocket = url.startsWith("ws");
        var publicOrigin = webSocket ? options.publicUrl().replaceFirst("^http", "ws") : options.publicUrl();
        var realOrigin = webSocket ? options.connectUrl().replaceFirst("^http", "ws") : options.connectUrl();
        return url.startsWith(publicOrigin) ? realOrigin + url.substring(publicOrigin.length()) : url;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static String encoded(Map<String, String> form) {
        var text = new StringJoiner("&");
        form.forEach((name, value) -> text.add(encoded(name) + "=" + encoded(value)));
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    void close() {
        closed = true;
        client.close();
    }
}
