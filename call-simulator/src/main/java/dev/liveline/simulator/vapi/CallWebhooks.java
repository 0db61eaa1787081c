package dev.liveline.simulator.vapi;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One call's messages to its server. Each is sent once the one before was answered: order on the wire is the order of the call.
/// Event loop only, but for [#replies()].
final class CallWebhooks {

    private static final int KEPT = 10_000;

    private final WebhookSender sender;
    private final List<WebhookReply> replies = new CopyOnWriteArrayList<>();
    private Future<?> tail = Future.succeededFuture();
    private int unanswered;

    CallWebhooks(WebhookSender sender) {
        this.sender = sender;
    }

    /// Sends a message in its turn; over the bound it is not sent at all.
    void post(String type, byte[] body, ServerUrl server) {
        if (unanswered >= KEPT) {
            return;
        }
        unanswered++;
        tail = tail.compose(_ -> {
            var sending = sender.send(type, body, server, server.timeout());
            sending.last().onSuccess(this::answered);
            return sending.first();
        }).onComplete(_ -> unanswered--);
    }

    /// Asks something at once, beside the messages.
    Future<WebhookReply> ask(String type, byte[] body, ServerUrl server) {
        return sender.send(type, body, server, server.timeout()).last();
    }

    void answered(WebhookReply reply) {
        if (replies.size() < KEPT) {
            replies.add(reply);
        }
    }

    List<WebhookReply> replies() {
        return List.copyOf(replies);
    }

    /// Done when all that was posted so far has been answered or given up.
    Future<?> settled() {
        return tail;
    }
}
