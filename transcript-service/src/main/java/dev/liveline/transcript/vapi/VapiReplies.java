package dev.liveline.transcript.vapi;

import jakarta.inject.Singleton;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/// What is answered to the types that want an answer; `{}` to all others.
@Singleton
final class VapiReplies {

    private static final Buffer NOTHING = Buffer.buffer("{}");

    Future<Buffer> to(VapiMessage message, byte[] body) {
        return Future.succeededFuture(NOTHING);
    }
}
