package dev.liveline.simulator.cloud;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;

/// One HTTP port and the event loop it is served on, on a Vert.x of its own or on one that outlives it. Not to be opened or closed on an
/// event loop, because both wait.
public final class CloudPort {

    private final Vertx vertx;
    private final boolean ownsVertx;
    private final Context loop;
    private final HttpServerOptions options;
    private HttpServer server;

    private CloudPort(Vertx vertx, boolean ownsVertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.ownsVertx = ownsVertx;
        this.loop = vertx.getOrCreateContext();
        this.options = options;
    }

    /// With a Vert.x of its own.
    public static CloudPort alone(HttpServerOptions options) {
        return new CloudPort(Vertx.vertx(), true, options);
    }

    /// On a Vert.x that outlives it.
    public static CloudPort on(Vertx vertx, HttpServerOptions options) {
        return new CloudPort(vertx, false, options);
    }

    public Vertx vertx() {
        return vertx;
    }

    /// The one that everything on this port happens on.
    public Context loop() {
        return loop;
    }

    /// Begins to listen.
    ///
    /// @throws java.util.concurrent.CompletionException if it cannot
    public void open(Handler<HttpServerRequest> requests) {
        var listening = new CompletableFuture<HttpServer>();
        loop.runOnContext(_ -> vertx.createHttpServer(options)
            .requestHandler(requests)
            .listen()
            .onSuccess(listening::complete)
            .onFailure(listening::completeExceptionally));
        server = listening.join();
    }

    /// Where it is, once it is open.
    public String url(String scheme) {
        return scheme + "://" + options.getHost() + ":" + server.actualPort();
    }

    /// Stops listening, if it ever began.
    ///
    /// @param before what is stopped first, on the event loop
    public void close(Runnable before) {
        var closed = new CompletableFuture<Void>();
        loop.runOnContext(_ -> {
            before.run();
            if (server == null) {
                closed.complete(null);
            } else {
                server.close().onComplete(_ -> closed.complete(null));
            }
        });
        closed.join();
        if (ownsVertx) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
