package dev.liveline.hub.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.liveline.edge.access.Person;
import dev.liveline.edge.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// One-use tickets, for what cannot send an `Authorization` header: a browser's WebSocket or EventSource. Kept in Redis, so that any replica
/// takes a ticket that any other made; taking one removes it in the same step.
public final class Tickets {

    /// A ticket for its holder.
    ///
    /// @param expiresAt epoch milliseconds
    public record Issued(String ticket, long expiresAt) {}

    /// What a ticket stood for.
    ///
    /// @param token the bearer token it was made with
    public record Spent(Guest guest, String token) {

        @Override
        public String toString() {
            return "Spent[" + guest.person().name() + ", token hidden]";
        }
    }

    private final Redis redis;
    private final Duration timeToLive;
    private final InstantSource clock;

    public Tickets(Redis redis, Duration timeToLive, InstantSource clock) {
        this.redis = redis;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    public Future<Issued> issue(Guest guest, String token) {
        Ticket ticket = Ticket.fresh();
        Person person = guest.person();
        JsonObject content = new JsonObject().put("name", person.name())
            .put("roles", new JsonArray(new TreeSet<>(person.roles()).stream().toList()))
            .put("teams", new JsonArray(new TreeSet<>(person.teams()).stream().toList()))
            .put("expiresAt", person.expiresAt())
            .put("issuedAt", guest.issuedAt())
            .put("token", token);
        long expiresAt = clock.millis() + timeToLive.toMillis();
        return redis
            .send(Request.cmd(Command.SET)
                .arg(ticket.key())
                .arg(Buffer.buffer(ticket.seal(content.encode())))
                .arg("PX")
                .arg(timeToLive.toMillis()))
            .map(_ -> new Issued(ticket.text(), expiresAt));
    }

    /// Takes a ticket, once. Fails with a [Problem] for one that is used, expired or was never made.
    public Future<Spent> spend(String text) {
        Ticket ticket = Ticket.parse(text);
        if (ticket == null) {
            return Future.failedFuture(Problem.unauthorized());
        }
        return redis.send(Request.cmd(Command.GETDEL).arg(ticket.key())).compose(sealed -> {
            if (sealed == null) {
                return Future.failedFuture(Problem.unauthorized());
            }
            JsonObject content = new JsonObject(ticket.open(sealed.toBytes()));
            Person person = new Person(content.getString("name"), texts(content.getJsonArray("roles")),
                    texts(content.getJsonArray("teams")), content.getLong("expiresAt"));
            if (person.expiresAt() <= clock.millis()) {
                return Future.failedFuture(Problem.unauthorized());
            }
            return Future
                .succeededFuture(new Spent(new Guest(person, content.getLong("issuedAt")), content.getString("token")));
        });
    }

    private static Set<String> texts(JsonArray array) {
        return array.stream().map(Object::toString).collect(Collectors.toSet());
    }
}
