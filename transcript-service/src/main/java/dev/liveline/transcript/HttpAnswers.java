package dev.liveline.transcript;

import io.vertx.core.http.HttpClientResponse;

/// Answers of others of which we have read enough.
public final class HttpAnswers {

    private HttpAnswers() {}

    /// Gives up the rest of an answer, and with it the connection: nobody makes us read what we do not need.
    public static void dropRest(HttpClientResponse response) {
        // Our own reset is reported to it as a failure.
        response.exceptionHandler(_ -> {
        });
        response.request().reset();
    }
}
