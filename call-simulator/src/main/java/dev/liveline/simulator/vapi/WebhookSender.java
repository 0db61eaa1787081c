package dev.liveline.simulator.vapi;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/// Posts server messages: signed at each attempt, over kept-alive connections, repeated as the backoff plan says.
final class WebhookSender {

    private static final int CONNECTIONS = 64;

    private final Vertx vertx;
    private final HttpClient client;
    private boolean closed;

    WebhookSender(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setConnectTimeout(5000).setTrustAll(true).setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /// The outcome of the first attempt and the outcome at last.
    record Sending(Future<WebhookReply> first, Future<WebhookReply> last) {}

    /// Sends one message; never fails, a server that cannot be reached is status 0.
    Sending send(String type, byte[] body, ServerUrl server, Duration timeout) {
        var payload = Buffer.buffer(body);
        var first = attempt(type, body, payload, server, timeout, 1);
        var last = first.compose(reply -> retry(reply, type, body, payload, server, timeout));
        return new Sending(first, last);
    }

    private Future<WebhookReply> retry(WebhookReply reply, String type, byte[] body, Buffer payload, ServerUrl server,
            Duration timeout) {
        if (reply.accepted() || !server.backoff().allows(reply.attempts(), reply.status())) {
            return Future.succeededFuture(reply);
        }
        var again = Promise.<WebhookReply>promise();
        vertx.setTimer(Math.max(1, server.backoff().before(reply.attempts()).toMillis()),
                _ -> attempt(type, body, payload, server, timeout, reply.attempts() + 1)
                    .compose(next -> retry(next, type, body, payload, server, timeout))
                    .onComplete(again));
        return again.future();
    }

    private Future<WebhookReply> attempt(String type, byte[] body, Buffer payload, ServerUrl server, Duration timeout,
            int attempt) {
        if (closed) {
            return Future.succeededFuture(new WebhookReply(type, 0, "", attempt));
        }
        var options = new RequestOptions().setMethod(HttpMethod.POST)
            .setAbsoluteURI(server.url())
            .setTimeout(timeout.toMillis());
        return client.request(options).compose(request -> {
            request.putHeader("Content-Type", "application/json");
            server.signing().headers(body, System.currentTimeMillis()).forEach(request::putHeader);
            server.headers().forEach(request::putHeader);
            // Listened to in the turn that sends it: later, a short answer may be over.
            return request.send(payload)
                .compose(response -> response.body()
                    .map(answer -> new WebhookReply(type, response.statusCode(), answer.toString(), attempt)));
        })
            .otherwise(_ -> new WebhookReply(type, 0, "", attempt));
    }

    void close() {
        closed = true;
        client.close();
    }
}
