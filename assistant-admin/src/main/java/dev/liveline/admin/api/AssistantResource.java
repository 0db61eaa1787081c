package dev.liveline.admin.api;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.catalogue.Catalogue;
import dev.liveline.admin.catalogue.Stored;
import dev.liveline.admin.check.Checks;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.Finding;
import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.preset.Preset;
import dev.liveline.admin.preset.Presets;
import dev.liveline.edge.problem.Problem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;

/// Assistants, one at a time. Bodies are Vapi's own and pass through as they are.
@Path("/assistants")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AssistantResource {

    private final Catalogue catalogue;
    private final Linter linter;
    private final Checks checks;
    private final SecurityIdentity identity;

    AssistantResource(Catalogue catalogue, Linter linter, Checks checks, SecurityIdentity identity) {
        this.catalogue = catalogue;
        this.linter = linter;
        this.checks = checks;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body, @RestQuery Optional<String> preset, @RestQuery Optional<String> waive,
            @RestHeader("Idempotency-Key") Optional<String> idempotencyKey) {
        ObjectNode assistant = preset.map(AssistantResource::preset)
            .map(base -> Presets.with(base, Bodies.object(body)))
            .orElseGet(() -> Bodies.object(body));
        Stored stored = catalogue.create(Kind.ASSISTANT, assistant, rules(waive), idempotencyKey,
                identity.getPrincipal().getName());
        return Response.fromResponse(Bodies.answer(201, stored)).location(URI.create("/assistants/" + stored.id())).build();
    }

    @GET
    public Response list(@Context UriInfo uri) {
        return Bodies.answer(200, ListQuery.answer(catalogue, Kind.ASSISTANT, uri.getQueryParameters()));
    }

    @GET
    @Path("/{id}")
    public Response get(@RestPath String id) {
        return Bodies.answer(200, catalogue.get(Kind.ASSISTANT, id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({ MediaType.APPLICATION_JSON, "application/merge-patch+json" })
    public Response update(@RestPath String id, byte[] body, @RestQuery Optional<String> waive,
            @RestHeader("If-Match") Optional<String> ifMatch) {
        return Bodies.answer(200,
                catalogue.update(Kind.ASSISTANT, id, Bodies.object(body), rules(waive), Bodies.version(ifMatch)));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(@RestPath String id, @RestHeader("If-Match") Optional<String> ifMatch) {
        return Bodies.answer(200, catalogue.delete(Kind.ASSISTANT, id, Bodies.version(ifMatch)));
    }

    @POST
    @Path("/{id}/check")
    public Response check(@RestPath String id) {
        return Bodies.answer(200, checks.check(id));
    }

    @POST
    @Path("/lint")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response lint(byte[] body, @RestQuery Optional<Boolean> fix) {
        ObjectNode assistant = Bodies.object(body);
        List<Finding> findings = linter.lint(assistant);
        ObjectNode answer = Trees.object();
        answer.set("findings", Finding.json(findings));
        if (fix.orElse(false)) {
            answer.set("fixed", Secrets.strip(linter.fix(assistant)));
        }
        return Bodies.answer(200, answer);
    }

    private static Preset preset(String name) {
        return Presets.named(name).orElseThrow(() -> Problem.badRequest("There is no such preset; GET /presets lists them."));
    }

    private static Set<String> rules(Optional<String> waive) {
        return waive.stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .filter(rule -> !rule.isEmpty())
            .collect(Collectors.toSet());
    }
}
