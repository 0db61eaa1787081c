package dev.liveline.hub.access;

import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/// Makes tickets of tokens, and, for the console's signed-in link, a token of a ticket.
@Path("/tickets")
@Produces(MediaType.APPLICATION_JSON)
public class TicketResource {

    /// @param now this hub's clock, epoch milliseconds, by which a page can estimate its own offset
    @RegisterForReflection
    public record TicketAnswer(String ticket, long expiresAt, long now) {}

    @RegisterForReflection
    public record ExchangeRequest(@Nullable String ticket) {

        @Override
        public String toString() {
            return "ExchangeRequest[hidden]";
        }
    }

    /// @param expiresAt the token's own end, epoch milliseconds
    @RegisterForReflection
    public record TokenAnswer(String token, long expiresAt, long now) {

        @Override
        public String toString() {
            return "TokenAnswer[hidden]";
        }
    }

    private final Tickets tickets;
    private final Gate gate;
    private final Withdrawals withdrawals;
    private final InstantSource clock;

    TicketResource(Tickets tickets, Gate gate, Withdrawals withdrawals, InstantSource clock) {
        this.tickets = tickets;
        this.gate = gate;
        this.withdrawals = withdrawals;
        this.clock = clock;
    }

    @POST
    @RolesAllowed(Roles.AGENT)
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> issue(@Context SecurityIdentity identity) {
        Guest guest = Gate.guest(identity);
        if (guest == null || withdrawals.concern(guest)) {
            throw Problem.unauthorized();
        }
        String token = ((JsonWebToken) identity.getPrincipal()).getRawToken();
        return answer(
                tickets.issue(guest, token).map(made -> new TicketAnswer(made.ticket(), made.expiresAt(), clock.millis())));
    }

    @POST
    @Path("/exchange")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> exchange(ExchangeRequest request, HttpServerRequest http) {
        gate.checkOrigin(http);
        if (request == null || request.ticket() == null) {
            throw Problem.badRequest("A ticket is needed.");
        }
        return answer(tickets.spend(request.ticket()).map(spent -> {
            if (withdrawals.concern(spent.guest())) {
                throw Problem.unauthorized();
            }
            return new TokenAnswer(spent.token(), spent.guest().expiresAt(), clock.millis());
        }));
    }

    private static CompletionStage<Response> answer(Future<?> body) {
        return body
            .recover(failure -> Future.failedFuture(failure instanceof Problem
                    ? failure
                    : Problem.unavailable("Tickets cannot be made or taken at present.", 1)))
            .map(found -> Response.ok(found).header(HttpHeaders.CACHE_CONTROL, "no-store").build())
            .toCompletionStage();
    }
}
