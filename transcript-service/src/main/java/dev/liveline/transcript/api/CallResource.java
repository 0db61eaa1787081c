package dev.liveline.transcript.api;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.liveline.edge.access.Person;
import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import dev.liveline.events.CallKeys;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.TranscriptConfig;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.export.Format;
import dev.liveline.transcript.redis.CallReads;
import dev.liveline.transcript.redis.Erasure;
import dev.liveline.transcript.redis.Transcripts;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.VertxException;

/// Calls and their transcripts, for people with a token. What one may not see answers 404, as if it were not there.
@Path("/calls")
@RolesAllowed(Roles.AGENT)
public class CallResource {

    private static final int MOST = 500;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final CallReads reads;
    private final CallPages pages;
    private final Transcripts transcripts;
    private final Erasure erasure;
    private final Calls calls;
    private final TranscriptConfig config;
    private final SecurityIdentity identity;

    CallResource(CallReads reads, CallPages pages, Transcripts transcripts, Erasure erasure, Calls calls,
            TranscriptConfig config, SecurityIdentity identity) {
        this.reads = reads;
        this.pages = pages;
        this.transcripts = transcripts;
        this.erasure = erasure;
        this.calls = calls;
        this.config = config;
        this.identity = identity;
    }

    /// @param next the `cursor` of the next page
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CallList(List<CallView> calls, @Nullable String next) {}

    @GET
    @Cache(noStore = true)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<CallList> list(@QueryParam("status") @Nullable String status, @QueryParam("team") @Nullable String team,
            @QueryParam("limit") @DefaultValue("50") String limit, @QueryParam("cursor") @Nullable String cursor) {
        Person person = person();
        Predicate<CallState> visible = call -> person.sees(call.identity().team())
                && (team == null || team.isEmpty() || team.equals(call.identity().team()));
        return answer(pages.page(scope(status), limit(limit), cursor == null || cursor.isEmpty() ? null : cursor, visible)
            .map(page -> new CallList(page.calls().stream().map(CallView::of).toList(), page.next())));
    }

    @GET
    @Path("/{id}")
    @Cache(noStore = true)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<CallView> one(@PathParam("id") String id) {
        return answer(visible(id).map(CallView::of));
    }

    @GET
    @Path("/{id}/transcript")
    @Cache(noStore = true)
    public Uni<Response> transcript(@PathParam("id") String id, @QueryParam("format") @Nullable String word,
            @Context HttpHeaders headers) {
        Format format = word == null || word.isEmpty() ? accepted(headers) : named(word);
        return answer(visible(id).compose(transcripts::of)
            .map(transcript -> Response.ok(format.write(transcript), format.mediaType() + ";charset=UTF-8")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build()));
    }

    /// Forgets the call; its viewers are told.
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.SUPERVISOR)
    public Uni<Void> erase(@PathParam("id") String id) {
        return answer(visible(id).compose(call -> erasure.erase(call, config.calls().retention()))
            .onSuccess(_ -> calls.forget(id)));
    }

    private Future<CallState> visible(String id) {
        Person person = person();
        if (!CallKeys.isCallId(id)) {
            return Future.failedFuture(Problem.notFound());
        }
        return reads.state(id)
            .compose(call -> call != null && person.sees(call.identity().team()) ? Future.succeededFuture(call)
                    : Future.failedFuture(Problem.notFound()));
    }

    private Person person() {
        Person person = Person.of(identity);
        if (person == null) {
            throw Problem.unauthorized();
        }
        return person;
    }

    private static CallPages.Scope scope(@Nullable String status) {
        return switch (status) {
            case "live" -> CallPages.Scope.LIVE;
            case "ended" -> CallPages.Scope.ENDED;
            case "" -> CallPages.Scope.ALL;
            case null -> CallPages.Scope.ALL;
            default -> throw Problem.badRequest("status is live or ended.");
        };
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException none) {
            // Falls through to the refusal below.
        }
        throw Problem.badRequest("limit is a number from 1 to " + MOST + ".");
    }

    private static Format named(String word) {
        Format format = Format.named(word);
        if (format == null) {
            throw Problem.badRequest("format is json, txt, vtt or srt.");
        }
        return format;
    }

    private static Format accepted(HttpHeaders headers) {
        for (MediaType wanted : headers.getAcceptableMediaTypes()) {
            for (Format format : Format.values()) {
                if (wanted.isCompatible(MediaType.valueOf(format.mediaType()))) {
                    return format;
                }
            }
        }
        throw Problem.of(406, "A transcript is application/json, text/plain, text/vtt or application/x-subrip.");
    }

    /// What Redis cannot answer now is a 503. What fails otherwise is a fault of ours: the mappers log it and answer 500.
    private static <T> Uni<T> answer(Future<T> future) {
        return Uni.createFrom()
            .completionStage(future.toCompletionStage())
            .ifNoItem()
            .after(ANSWER_WITHIN)
            .fail()
            .onFailure(CallResource::isOfRedis)
            .transform(_ -> Problem.unavailable("Redis does not answer.", 2));
    }

    /// The client fails with what is no [RuntimeException] (error replies, connections, its own time limits) or is Vert.x' own (a full pool); our
    /// reading of an answer throws other RuntimeExceptions.
    private static boolean isOfRedis(Throwable failure) {
        return !(failure instanceof RuntimeException) || failure instanceof VertxException
                || failure instanceof TimeoutException;
    }
}
