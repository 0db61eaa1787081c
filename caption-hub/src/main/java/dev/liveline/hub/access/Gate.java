package dev.liveline.hub.access;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.access.Origins;
import dev.liveline.edge.access.Person;
import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/// Decides at the HTTP request who may open a socket or a stream. It looks at the request itself, never at the form of its path, so no way of
/// writing a path gets around it.
public final class Gate {

    /// Somebody who got in, with a place in the counts that must be given back.
    public record Admitted(Guest guest, Connections.Place place) {}

    private final IdentityProviderManager identities;
    private final Tickets tickets;
    private final Origins origins;
    private final Connections connections;
    private final Withdrawals withdrawals;

    public Gate(IdentityProviderManager identities, Tickets tickets, Origins origins, Connections connections,
            Withdrawals withdrawals) {
        this.identities = identities;
        this.tickets = tickets;
        this.origins = origins;
        this.connections = connections;
        this.withdrawals = withdrawals;
    }

    /// Fails with the [Problem] to answer: 403 foreign Origin, 401 no or bad token or ticket, 403 no role of ours, 429 at a cap.
    public Future<Admitted> admit(RoutingContext request) {
        checkOrigin(request.request());
        String ticket = request.request().getParam("ticket");
        Future<Guest> guest = ticket == null
                ? bearer(request)
                : tickets.spend(ticket).map(Tickets.Spent::guest);
        return guest.map(known -> {
            if (withdrawals.concern(known)) {
                throw Problem.unauthorized();
            }
            if (!known.person().hasRole(Roles.AGENT)) {
                throw Problem.forbidden();
            }
            Connections.Place place = connections.take(address(request.request()), known.person().name());
            if (place == null) {
                throw Problem.tooManyRequests("There are too many connections.", 5);
            }
            return new Admitted(known, place);
        });
    }

    /// @throws Problem for a page that may not connect
    public void checkOrigin(HttpServerRequest request) {
        if (!origins.admits(request.getHeader("Origin"), request.getHeader("Host"))) {
            throw Problem.of(403, "Pages of this origin may not connect.");
        }
    }

    /// Who a verified token belongs to; null for nobody of ours.
    public static @Nullable Guest guest(SecurityIdentity identity) {
        Person person = Person.of(identity);
        if (person == null || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return null;
        }
        return new Guest(person, token.getIssuedAtTime() * 1000);
    }

    private Future<Guest> bearer(RoutingContext request) {
        Promise<Guest> known = Promise.promise();
        QuarkusHttpUser.getSecurityIdentity(request, identities).subscribe().with(identity -> {
            Guest guest = guest(identity);
            if (guest == null) {
                known.fail(Problem.unauthorized());
            } else {
                known.complete(guest);
            }
        }, _ -> known.fail(Problem.unauthorized()));
        return known.future();
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : String.valueOf(request.remoteAddress().hostAddress());
    }
}
