package dev.liveline.router.web;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.routing.Fallback;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.routing.PhoneAddress;
import dev.liveline.router.routing.RouteMode;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// The number table, for admins. A change holds for the next call.
@Path("/routing/numbers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
public class NumberResource {

    private static final int DIAL_MAX = 10;
    private static final int SAY_MAX = 4_000;
    private static final int QUEUE_MAX = 64;
    private static final int ID_MAX = 128;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FallbackBody(@Nullable List<String> dial, @Nullable String enqueue, @Nullable Boolean voicemail,
            @Nullable String say) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RouteBody(@Nullable String number, @Nullable String mode, @Nullable String assistantId,
            @Nullable String sipUri, @Nullable String phoneNumberId, @Nullable String team, @Nullable FallbackBody fallback) {}

    public record NumberList(List<RouteBody> numbers) {}

    private final NumberTable numbers;

    public NumberResource(NumberTable numbers) {
        this.numbers = numbers;
    }

    @GET
    public NumberList list() {
        return inReach(() -> new NumberList(numbers.all().stream().map(NumberResource::body).toList()));
    }

    @GET
    @Path("/{number}")
    public RouteBody get(@PathParam("number") String number) {
        return numbers.find(e164(number)).map(NumberResource::body).orElseThrow(Problem::notFound);
    }

    @PUT
    @Path("/{number}")
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(KnownFields.class)
    public RouteBody put(@PathParam("number") String number, @Nullable RouteBody body) {
        if (body == null) {
            throw Problem.badRequest("A route is needed.");
        }
        NumberRoute route = route(e164(number), body);
        inReach(() -> {
            numbers.put(route);
            return route;
        });
        return body(route);
    }

    @DELETE
    @Path("/{number}")
    public Response delete(@PathParam("number") String number) {
        if (!inReach(() -> numbers.remove(e164(number)))) {
            throw Problem.notFound();
        }
        return Response.noContent().build();
    }

    private static String e164(String number) {
        // A client that does not escape the plus of a path sends it as it is; one that escapes like a form sends a space.
        String read = number.startsWith(" ") ? "+" + number.substring(1) : number;
        if (!PhoneAddress.isNumber(read)) {
            throw Problem.unprocessable("The path must end in an E.164 number such as %2B15005550001.");
        }
        return read;
    }

    private static NumberRoute route(String number, RouteBody body) {
        RouteMode mode = mode(body.mode());
        Fallback fallback = fallback(body.fallback());
        NumberRoute route = new NumberRoute(number, mode, id("assistantId", body.assistantId()), body.sipUri(),
                id("phoneNumberId", body.phoneNumberId()), id("team", body.team()), fallback);
        switch (mode) {
            case SIP -> {
                if (route.sipUri() == null || !PhoneAddress.isSip(route.sipUri())) {
                    throw Problem.unprocessable("Mode sip needs sipUri, such as sip:support@sip.vapi.ai, without headers.");
                }
            }
            case BYPASS -> {
                if (route.assistantId() == null || route.phoneNumberId() == null) {
                    throw Problem.unprocessable("Mode bypass needs assistantId and phoneNumberId.");
                }
            }
            case BRIDGE -> {
                if (route.assistantId() == null) {
                    throw Problem.unprocessable("Mode bridge needs assistantId.");
                }
            }
            case DIRECT -> {
            }
        }
        return route;
    }

    private static RouteMode mode(@Nullable String word) {
        try {
            return RouteMode.of(word == null ? "" : word);
        } catch (IllegalArgumentException unknown) {
            throw Problem.unprocessable("mode must be sip, bypass, bridge or direct.");
        }
    }

    private static @Nullable String id(String name, @Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > ID_MAX)) {
            throw Problem.unprocessable(name + " must have 1 to " + ID_MAX + " characters.");
        }
        return value;
    }

    private static Fallback fallback(@Nullable FallbackBody body) {
        if (body == null) {
            throw Problem.unprocessable("fallback is needed: what a caller gets when the assistant is not to be had.");
        }
        List<String> dial = body.dial() == null ? List.of() : body.dial();
        if (dial.size() > DIAL_MAX || !dial.stream().allMatch(target -> target != null && PhoneAddress.isDialable(target))) {
            throw Problem.unprocessable("fallback.dial must be up to " + DIAL_MAX + " E.164 numbers or SIP URIs.");
        }
        if (body.enqueue() != null && (body.enqueue().isBlank() || body.enqueue().length() > QUEUE_MAX)) {
            throw Problem.unprocessable("fallback.enqueue must have 1 to " + QUEUE_MAX + " characters.");
        }
        if (body.say() != null && (body.say().isBlank() || body.say().length() > SAY_MAX)) {
            throw Problem.unprocessable("fallback.say must have 1 to " + SAY_MAX + " characters.");
        }
        Fallback fallback = new Fallback(dial, body.enqueue(), Boolean.TRUE.equals(body.voicemail()), body.say());
        if (fallback.steps().isEmpty()) {
            throw Problem.unprocessable("fallback must hold at least one of dial, enqueue, voicemail and say.");
        }
        return fallback;
    }

    private static RouteBody body(NumberRoute route) {
        Fallback fallback = route.fallback();
        return new RouteBody(route.number(), route.mode().wire(), route.assistantId(), route.sipUri(), route.phoneNumberId(),
                route.team(), new FallbackBody(fallback.dial().isEmpty() ? null : fallback.dial(), fallback.enqueue(),
                        fallback.voicemail() ? Boolean.TRUE : null, fallback.say()));
    }

    private static <T> T inReach(Supplier<T> work) {
        try {
            return work.get();
        } catch (RedisOutOfReach away) {
            throw Problem.unavailable("Redis does not answer.", 5);
        }
    }
}
