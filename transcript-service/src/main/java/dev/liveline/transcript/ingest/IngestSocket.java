package dev.liveline.transcript.ingest;

import java.time.InstantSource;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.access.Person;
import dev.liveline.events.CallKeys;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.redaction.RedactedFacts;
import dev.liveline.transcript.redis.CallReads;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;

/// One client's socket: messages are handled one after the other, in their order; while too many wait, the socket is not read.
final class IngestSocket {

    private static final short NOT_YOURS = 4003;
    private static final short DONE = 1000;
    private static final short GONE = 1001;

    private final ServerWebSocket socket;
    private final @Nullable Person person;
    private final CallReads reads;
    private final Calls calls;
    private final InstantSource clock;
    private final IngestConfig config;
    private final RedactedFacts redacted;
    private Future<Void> tail = Future.succeededFuture();
    private @Nullable IngestSession session;
    private int pending;
    private boolean heard = true;
    private boolean ended;

    /// @param person null for a client that holds the webhook secret, who may feed any session
    IngestSocket(ServerWebSocket socket, @Nullable Person person, CallReads reads, Calls calls, InstantSource clock,
            IngestConfig config, RedactedFacts redacted) {
        this.socket = socket;
        this.person = person;
        this.reads = reads;
        this.calls = calls;
        this.clock = clock;
        this.config = config;
        this.redacted = redacted;
    }

    /// @param sessionId from the path; null if the first message names it
    void open(@Nullable String sessionId) {
        socket.textMessageHandler(text -> enqueue(IngestMessage.read(text, config.maxText())));
        socket.binaryMessageHandler(_ -> enqueue(new IngestMessage.Unreadable("Messages are JSON text.")));
        socket.pongHandler(_ -> heard = true);
        if (sessionId != null) {
            enqueue(new IngestMessage.Start(sessionId));
        }
    }

    /// Asks for a sign of life; who has given none since the last time is gone.
    void probe() {
        if (!heard) {
            close(GONE, "no sign of life");
            return;
        }
        heard = false;
        if (!socket.isClosed()) {
            // A peer that is gone is found out by its silence.
            socket.writePing(Buffer.buffer());
        }
    }

    private void enqueue(IngestMessage message) {
        heard = true;
        if (++pending == config.maxPending()) {
            socket.pause();
        }
        tail = tail.transform(_ -> handle(message)).recover(_ -> send(error("Try again later."))).transform(_ -> {
            if (pending-- == config.maxPending()) {
                socket.resume();
            }
            return Future.succeededFuture();
        });
    }

    private Future<Void> handle(IngestMessage message) {
        return switch (message) {
            case IngestMessage.Unreadable(String why) -> send(error(why));
            case IngestMessage.Start(String id) -> start(id == null && session == null ? UUID.randomUUID().toString() : id);
            case IngestMessage.Heard heard -> within(heard.sessionId(), open -> open.hear(heard));
            case IngestMessage.Interruption(String id) -> within(id, IngestSession::interrupt);
            case IngestMessage.End(String id) -> within(id, open -> open.end().onSuccess(_ -> ended = true))
                .compose(_ -> ended ? close(DONE, "session ended") : Future.succeededFuture());
        };
    }

    private interface Work {
        Future<JsonObject> on(IngestSession session);
    }

    private Future<Void> within(@Nullable String id, Work work) {
        IngestSession open = session;
        if (open != null && (id == null || id.equals(open.id()))) {
            return work.on(open).compose(this::send);
        }
        if (open != null || id == null) {
            return send(error(open == null ? "There is no session yet." : "This socket serves another session."));
        }
        return start(id).compose(_ -> session == null ? Future.succeededFuture() : work.on(session).compose(this::send));
    }

    private Future<Void> start(@Nullable String id) {
        IngestSession open = session;
        if (open != null) {
            return send(id == null || id.equals(open.id()) ? IngestSession.created(open.id())
                    : error("This socket serves another session."));
        }
        if (id == null || !CallKeys.isCallId(id)) {
            return send(error("sessionId is letters, digits and ._:@+- only."));
        }
        return mayFeed(id).compose(may -> {
            if (!may) {
                return close(NOT_YOURS, "not your session");
            }
            IngestSession begun = new IngestSession(id, calls, clock, redacted);
            return begun.start().compose(created -> {
                session = begun;
                return send(created);
            });
        });
    }

    /// A session that exists already may be fed by who may see it. Fails while Redis cannot tell.
    private Future<Boolean> mayFeed(String id) {
        Person feeder = person;
        if (feeder == null) {
            return Future.succeededFuture(true);
        }
        if (!calls.isUp()) {
            return Future.failedFuture("Redis is away");
        }
        return reads.state(id).map(call -> call == null || feeder.sees(call.identity().team()));
    }

    private Future<Void> close(short code, String why) {
        return socket.isClosed() ? Future.succeededFuture() : socket.close(code, why);
    }

    private static JsonObject error(String why) {
        return new JsonObject().put("type", "error").put("message", why);
    }

    private Future<Void> send(JsonObject message) {
        return socket.isClosed() ? Future.succeededFuture() : socket.writeTextMessage(message.encode());
    }
}
